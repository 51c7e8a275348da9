// Sends the same letter to many addresses over nodemailer's pool and prints how many seconds that took.
//
// Reads from standard input {"host", "port", "mails": number, "letter": options of sendMail without "to"}.

import { text } from 'node:stream/consumers';
import nodemailer from 'nodemailer';

const { host, port, mails, letter } = JSON.parse(await text(process.stdin));
const transport = nodemailer.createTransport({
  host,
  port,
  pool: true,
  // As few connections as the office uses are no faster here; a connection is never given up for its age.
  maxConnections: 5,
  maxMessages: Infinity,
  ignoreTLS: true,
});
await transport.verify();

const start = performance.now();
const sending = Array.from({ length: mails }, (_, number) =>
  transport.sendMail({ ...letter, to: `Paolo Rinaldi <paolo.${number}@officinerinaldi.example>` }),
);
const accepted = (await Promise.all(sending)).filter((info) => info.accepted.length === 1).length;
const seconds = (performance.now() - start) / 1000;

transport.close();
if (accepted !== mails) {
  throw new Error(`${accepted} of ${mails} mails were accepted`);
}
console.log(seconds);

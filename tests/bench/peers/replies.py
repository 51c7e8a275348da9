"""Reads what was said out of the texts of answers, and prints how many seconds that took.

Argument: the package, mail-parser-reply or email-reply-parser. Standard input: {"texts": [text]}.
"""

import json
import sys
import time

PACKAGE = sys.argv[1]
TEXTS = json.load(sys.stdin)["texts"]

if PACKAGE == "mail-parser-reply":
    from mailparser_reply import EmailReplyParser

    parser = EmailReplyParser(languages=["it", "en"])

    def said(text):
        return parser.parse_reply(text=text)
else:
    from email_reply_parser import EmailReplyParser

    said = EmailReplyParser.parse_reply

start = time.perf_counter()
lengths = [len(said(text)) for text in TEXTS]
seconds = time.perf_counter() - start
if not all(lengths):
    sys.exit("a text was read as saying nothing")
print(seconds)

/** Received mails as they came, of an office in memory: as the core lays them out. */
import type { Commands, MailPart, MailsViewReply, MailsViewRequest } from '../ipc/bindings'
import { OfficeError } from '../ipc/office-error'
import type { Chat } from './cast'

type Handlers = { [K in keyof Commands]?: (request: Commands[K]['request']) => Commands[K]['reply'] }

interface World {
  chats: Chat[]
  keptMail: (id: string) => Commands['quarantine.get']['reply']
}

/** A square of one colour. */
const picture = `data:image/gif;base64,R0lGODlhAQABAIAAAA9fYwAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==`
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

export function originalsInMemory({ chats, keptMail }: World) {
  const loaded = new Set<string>()

  function found({ message_id, quarantine_id }: MailsViewRequest) {
    if (quarantine_id) {
      const { mail, parts } = keptMail(quarantine_id)
      return { id: quarantine_id, from_name: mail.from_name, from: mail.from, subject: mail.subject, at: mail.at, parts }
    }
    for (const { thread } of chats) {
      const message = thread.messages.find((one) => one.message_id === message_id)
      if (!message?.mail) continue
      const { from, parts } = message.mail
      return { id: message.message_id, from_name: message.author.name, from, subject: thread.chat.subject, at: message.at, parts }
    }
    throw new OfficeError('not_found', 'no such mail in this office')
  }
  function view(request: MailsViewRequest): MailsViewReply {
    const { id, parts, ...head } = found(request)
    // The one that nobody vouches for has all that such mails have.
    const isDoubtful = parts.some(({ text }) => text.includes('https://agenzia-fisco.example'))
    const remote_pictures = isDoubtful ? 2 : 0
    const loaded_pictures = loaded.has(id) ? remote_pictures : 0
    return {
      ...head,
      ...(request.without_html ? {} : { html: laidOut(parts, isDoubtful, loaded_pictures > 0) }),
      remote_pictures,
      loaded_pictures,
      trackers: isDoubtful ? 1 : 0,
      misleading_links: isDoubtful ? 1 : 0,
      cut: false,
    }
  }
  const handlers: Handlers = {
    'mails.view': view,
    'mails.load_pictures': (request) => {
      loaded.add(found(request).id)
      return view(request)
    },
  }
  return handlers
}

function laidOut(parts: MailPart[], isDoubtful: boolean, shown: boolean): string {
  const paragraphs = parts.map(({ text }) => `<p style="white-space:pre-wrap">${escaped(text)}</p>`).join('')
  const src = shown ? `src="${picture}"` : ''
  const lure = `<p><img alt="Agenzia" width="220" height="48" ${src}></p>
    <table width="100%" cellpadding="8" bgcolor="#eef2f3"><tr><td><b>1.284,00 €</b></td><td align="right">
    <a href="https://rimborsi.invalid/x" target="_blank" title="https://rimborsi.invalid/x" data-leads="rimborsi.invalid">www.agenzia-fisco.example</a></td></tr></table>
    <p><img alt="" width="90" height="30" ${src}></p>`
  return `<!doctype html><html><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
    <style>html{color-scheme:light;background:#fff;color:#201d18}body{margin:20px 24px;font:15px/1.5 system-ui,sans-serif}
    a{color:#14506b}a[data-leads]::after{content:" \\2192  " attr(data-leads);color:#9c2f1f;font-size:.85em}
    img:not([src]){display:inline-block;box-sizing:border-box;padding:2px 6px;border:1px dashed #8b8371;color:#5c5546;font:12px/1.4 system-ui,sans-serif}
    </style></head><body>${paragraphs}${isDoubtful ? lure : ''}<script>parent.document.title = 'foreign'</script></body></html>`
}

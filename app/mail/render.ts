import config from '@adonisjs/core/services/config'
import string from '@adonisjs/core/helpers/string'
import type { I18n } from '@adonisjs/i18n'
import type { Letter, Mail } from '#mail/letter'
import { textsIn } from '#mail/translations'

/** Puts a letter into words, in its reader's language: plain text and HTML of the same parts. */
export async function render(letter: Letter): Promise<Mail> {
  const { kind, to, link, unsubscribe } = letter
  const i18n = await textsIn([letter.language, config.get<string>('search.language')])
  const parts = partsOf(letter, i18n)
  return {
    kind,
    to,
    link,
    unsubscribe,
    subject: parts.subject,
    text: plainText(parts),
    html: html(parts, i18n.locale),
  }
}

interface Parts {
  subject: string
  before: string[]
  button?: { label: string; link: string; hint: string }
  after: string[]
  footer: string
}

function partsOf({ kind, texts = kind, name, link, values }: Letter, i18n: I18n): Parts {
  const site = config.get<{ name: string; url: string }>('mail.site')
  const filled = { site: site.name, site_url: site.url, name, ...values }
  const say = (text: string) => i18n.t(text, shown(filled, i18n))
  const paragraphs = (text: string) => (i18n.hasMessage(text) ? say(text).split('\n\n') : [])
  return {
    subject: say(`${texts}.subject`),
    before: [
      say(name === null ? 'greeting.nameless' : 'greeting'),
      ...paragraphs(`${texts}.intro`),
    ],
    button:
      link === undefined ? undefined : { label: say(`${texts}.button`), link, hint: say('link') },
    after: paragraphs(`${texts}.outro`),
    footer: say('footer'),
  }
}

/** Times are UTC, since the zone of the reader is not known. */
const shown = (values: Record<string, unknown>, i18n: I18n) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value instanceof Date
        ? i18n.formatDate(value, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
        : value,
    ])
  )

const plainText = ({ before, button, after, footer }: Parts) =>
  [...before, ...(button ? [`${button.label}:\n${button.link}`] : []), ...after, `-- \n${footer}`]
    .join('\n\n')
    .concat('\n')

const { escapeHTML: escape } = string

const paragraph = (text: string, style = 'margin:0 0 16px') =>
  `<p style="${style}">${escape(text)}</p>`

function html({ subject, before, button, after, footer }: Parts, language: string): string {
  const link = button && escape(button.link)
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(subject)}</title>
</head>
<body style="margin:0;padding:24px;font:16px/1.5 sans-serif">
<div style="max-width:36em;margin:0 auto">
${before.map((text) => paragraph(text)).join('\n')}
${
  button
    ? `<p style="margin:24px 0"><a href="${link}" style="display:inline-block;padding:12px 20px;border-radius:6px;background:#14532d;color:#ffffff;text-decoration:none">${escape(button.label)}</a></p>
<p style="margin:0 0 16px;font-size:13px">${escape(button.hint)}<br><a href="${link}" style="word-break:break-all">${link}</a></p>`
    : ''
}
${after.map((text) => paragraph(text)).join('\n')}
${paragraph(footer, 'margin:32px 0 0;font-size:13px;opacity:0.7')}
</div>
</body>
</html>
`
}

import string from '@adonisjs/core/helpers/string'
import config from '@adonisjs/core/services/config'
import type { HttpContext } from '@adonisjs/core/http'
import type { Email } from 'postal-mime'
import { keptMails } from '#mail/mail_files'

const MAX_MAILS = 50

const { escapeHTML: escape } = string

/** The mails that development keeps instead of sending them. */
export default class DevMailsController {
  async index({ response }: HttpContext) {
    // Only development has this package.
    const { default: PostalMime } = await import('postal-mime')
    const kept = await keptMails(config.get('mail.folder'), MAX_MAILS)
    const mails = await Promise.all(kept.map((eml) => PostalMime.parse(eml)))
    response
      .header('Content-Security-Policy', `default-src 'none'; style-src 'unsafe-inline'`)
      .header('Content-Type', 'text/html; charset=utf-8')
      .send(page(mails))
  }
}

const page = (mails: Email[]) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="5">
<title>Mails of Plaza</title>
<style>
body { max-width: 44em; margin: 2em auto; padding: 0 1em; font: 16px/1.5 sans-serif }
article { margin: 1em 0; padding: 1em; border: 1px solid #ccc; border-radius: 6px }
h2 { margin: 0; font-size: 1.1em }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit }
</style>
</head>
<body>
<h1>Mails</h1>
<p>Development sends none: these are the newest of <code>tmp/mail</code>.</p>
${mails.map(article).join('\n') || '<p>There is none yet.</p>'}
</body>
</html>
`

const article = ({ subject, to, date, text, headers }: Email) => `<article>
<h2>${escape(subject ?? '')}</h2>
<p>To ${escape(to?.[0]?.address ?? '')}, ${escape(date ?? '')}, ${escape(kindIn(headers))}</p>
<pre>${linked(text ?? '')}</pre>
</article>`

const kindIn = (headers: Email['headers']) =>
  headers.find(({ key }) => key === 'x-plaza-mail')?.value ?? ''

const linked = (text: string) =>
  escape(text).replaceAll(/https?:\/\/[^\s<]+/g, (link) => `<a href="${link}">${link}</a>`)

import { createHash } from 'node:crypto'
import config from '@adonisjs/core/services/config'
import string from '@adonisjs/core/helpers/string'
import type { I18n } from '@adonisjs/i18n'
import type { LinkedPage } from '#mail/links'
import { textsIn } from '#mail/translations'
import { script } from '#pages/script'
import { style } from '#pages/style'
import { publicPath } from '#domain/public_path'

interface PageFacts {
  /** A path, with the token in place of `{token}`. */
  action: string
  /** The member of the body for the token; the default is `token`, and an empty text leaves it out. */
  token?: string
  /** The other fields, as HTML. */
  fields?: (say: Say) => string
  takesPasskeys?: boolean
}

type Say = (text: string) => string

const { escapeHTML: escape } = string

const newPassword = (say: Say) => `<label>${say('page.new_password')}
<input type="password" name="new_password" autocomplete="new-password" minlength="8" maxlength="128" required autofocus></label>
<label hidden data-for="code">${say('page.code')}
<input name="code" autocomplete="one-time-code" autocapitalize="off" spellcheck="false" maxlength="40"></label>`

/** Browsers and Plaza take passkeys on pages of these origins alone. */
function passkeyButton(say: Say): string {
  const origins = escape(config.get<string[]>('passkeys.origins').join(' '))
  const options = escape(publicPath('/login/passkey/options'))
  return `<button type="button" hidden data-options="${options}" data-origins="${origins}">${say('page.passkey')}</button>`
}

const newAccount = (say: Say) => `<label>${say('page.email')}
<input type="email" name="email" autocomplete="email" maxlength="254" required autofocus></label>
<label>${say('page.username')}
<input name="username" autocomplete="username" pattern="[A-Za-z0-9_]{3,30}"></label>
<label>${say('page.password')}
<input type="password" name="password" autocomplete="new-password" minlength="8" maxlength="128" required></label>${terms(say)}`

function terms(say: Say): string {
  const version = config.get<string | undefined>('accounts.termsVersion')
  const url = config.get<string | undefined>('site.termsUrl')
  if (version === undefined) return ''
  const text = say('page.terms')
  const shown = url === undefined ? text : `<a href="${escape(url)}" target="_blank">${text}</a>`
  return `<label><input type="checkbox" name="accepted_terms" value="${version}" required>${shown}</label>`
}

const oneClick = '<input type="hidden" name="List-Unsubscribe" value="One-Click">'

const pages: Record<LinkedPage, PageFacts> = {
  confirm: { action: '/email-confirmations' },
  undo: { action: '/email-changes/undo' },
  reset: { action: '/password-resets/confirm', fields: newPassword, takesPasskeys: true },
  invite: { action: '/users', token: 'invite', fields: newAccount },
  unsubscribe: { action: '/unsubscribes/{token}', token: '', fields: () => oneClick },
}

/** The page that a mailed link opens. Nothing happens before its button is pressed. */
export async function accountPage(page: LinkedPage, acceptedLanguages: string | undefined) {
  const i18n = await textsIn([acceptedLanguages, config.get<string>('search.language')])
  return { html: html(page, i18n), language: i18n.locale }
}

function html(page: LinkedPage, i18n: I18n): string {
  const { name: site, url } = config.get<{ name: string; url: string }>('mail.site')
  const say = (text: string) => escape(i18n.t(text, { site }))
  const { action, token = 'token', fields = () => '', takesPasskeys } = pages[page]
  const told = (when: string, text: string) => `<p data-when="${when}" hidden>${say(text)}</p>`
  return `<!doctype html>
<html lang="${i18n.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${say(`page.${page}.title`)} · ${escape(site)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${say(`page.${page}.title`)}</h1>
<form action="${escape(publicPath(action))}" data-token="${token}">
<p>${say(`page.${page}.intro`)}</p>
${fields(say)}
<button>${say(`page.${page}.button`)}</button>
${takesPasskeys ? passkeyButton(say) : ''}
</form>
<noscript><p>${say('page.noscript')}</p></noscript>
<div role="status" tabindex="-1">
${told('done', `page.${page}.done`)}
${told('link', 'page.link')}
${i18n.hasMessage(`page.${page}.waits`) ? told('waits', `page.${page}.waits`) : ''}
${told('failed', 'page.failed')}
${takesPasskeys ? told('no_passkey', 'page.no_passkey') : ''}
<p data-when="refused" hidden></p>
</div>
<p><a href="${escape(url)}">${escape(site)}</a></p>
</main>
<script>${script}</script>
</body>
</html>
`
}

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

export const contentSecurityPolicy = [
  `default-src 'none'`,
  `script-src ${hashOf(script)}`,
  `style-src ${hashOf(style)}`,
  `connect-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ')

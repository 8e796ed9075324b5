import app from '@adonisjs/core/services/app'
import env from '#start/env'
import { appUrl } from '#config/app'
import type { LinkedPage } from '#mail/links'

/** Undefined: no mail is sent. */
export const url = env.get('MAIL_URL')

/** Where development keeps mails instead. */
export const folder = app.inDev && url === undefined ? app.makePath('tmp/mail') : undefined

export const site = { name: env.get('SITE_NAME'), url: env.get('SITE_URL') ?? appUrl }

const base = appUrl.replace(/(?<!\/)\/+$/, '')

const page = (name: LinkedPage) => `${base}/account/${name}#token={token}`

/** Where mail programs refuse more mails of a kind. */
export const unsubscribe = `${base}/unsubscribes/{token}`

/** Where the links in mails lead, with `{token}` in each. */
export const links: Record<LinkedPage, string> = {
  confirm: env.get('SITE_CONFIRM_URL') ?? page('confirm'),
  reset: env.get('SITE_RESET_URL') ?? page('reset'),
  invite: env.get('SITE_INVITE_URL') ?? page('invite'),
  undo: env.get('SITE_UNDO_URL') ?? page('undo'),
  unsubscribe: page('unsubscribe'),
}

/** The key of who reports mails that came back. */
export const bouncesKey = env.get('BOUNCES_KEY')

export const from = env.get('MAIL_FROM') ?? { name: '', address: 'plaza@localhost' }

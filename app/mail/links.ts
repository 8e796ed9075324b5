import config from '@adonisjs/core/services/config'

/** The pages that links in mails open. */
export const linkedPages = ['confirm', 'reset', 'undo', 'invite', 'unsubscribe'] as const
export type LinkedPage = (typeof linkedPages)[number]

/** The address of a page with a token. It comes from settings, never from a request. */
export const linkTo = (page: LinkedPage, token: string): string =>
  config.get<Record<LinkedPage, string>>('mail.links')[page].replace('{token}', token)

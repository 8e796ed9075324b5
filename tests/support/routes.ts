import router from '@adonisjs/core/services/router'

/** The writes that need no session. */
export const openWrites = [
  'bounces.store',
  'email_changes.undos.store',
  'unsubscribes.store',
  'email_confirmations.requests.store',
  'email_confirmations.store',
  'login.issuers.store',
  'login.links.store',
  'login.passkey_options.store',
  'login.passkeys.store',
  'login.second_factors.store',
  'login.store',
  'password_resets.confirmations.store',
  'password_resets.store',
  'studio.sessions.destroy',
  'studio.sessions.store',
  'studio.sessions.update',
  'tokens.refresh',
  'users.store',
]

export const routes = () => Object.values(router.toJSON()).flat()

import env from '#start/env'

export const signup = env.get('SIGNUP')

/** Undefined: there are no terms to accept. */
export const termsVersion = env.get('TERMS_VERSION')

/** Where mails are sent, a new account exists once its e-mail is confirmed. */
export const verifyEmail =
  env.get('VERIFY_EMAIL') ?? (env.get('MAIL_URL') === undefined ? 'optional' : 'required')

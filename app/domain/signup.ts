/** The setting SIGNUP: who may sign up. */
export const signupModes = ['open', 'invite', 'closed'] as const
export type SignupMode = (typeof signupModes)[number]

/** The setting VERIFY_EMAIL: whether an account exists before its e-mail is confirmed. */
export const verificationModes = ['required', 'optional', 'off'] as const
export type VerificationMode = (typeof verificationModes)[number]

export const passwordCharacters = { min: 8, max: 128 }

/** An unconfirmed sign-up is gone after so many days. */
export const signUpKeptDays = 7

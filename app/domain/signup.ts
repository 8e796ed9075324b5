/** The setting SIGNUP: who may sign up. */
export const signupModes = ['open', 'approval', 'invite', 'closed'] as const
export type SignupMode = (typeof signupModes)[number]

/** The setting VERIFY_EMAIL: whether an account exists before its e-mail is confirmed. */
export const verificationModes = ['required', 'optional', 'off'] as const
export type VerificationMode = (typeof verificationModes)[number]

export const passwordCharacters = { min: 8, max: 128 }

/** Characters of what an applicant writes. */
export const MAX_APPLICATION_CHARACTERS = 1000

/** An application that staff do not decide on is gone after so many days. */
export const applicationKeptDays = 180

/** Of a rejected one, the e-mail stays until its mail has been tried for two days. */
export const rejectionKeptDays = 3

/** An unconfirmed sign-up is gone after so many days. */
export const signUpKeptDays = 7

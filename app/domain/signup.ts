/** The setting SIGNUP: who may sign up. */
export const signupModes = ['open', 'approval', 'invite', 'closed'] as const
export type SignupMode = (typeof signupModes)[number]

/** The setting VERIFY_EMAIL: whether an account exists before its e-mail is confirmed. */
export const verificationModes = ['required', 'optional', 'off'] as const
export type VerificationMode = (typeof verificationModes)[number]

export const passwordCharacters = { min: 8, max: 128 }

/** The length of an applicant's text. */
export const MAX_APPLICATION_CHARACTERS = 1000

/** An application without a decision is deleted after so many days. */
export const applicationKeptDays = 180

/** The e-mail of a rejected applicant is deleted after so many days: its mail is tried for two days. */
export const rejectionKeptDays = 3

/** An unconfirmed sign-up is deleted after so many days. */
export const signUpKeptDays = 7

import vine from '@vinejs/vine'
import type { FieldContext } from '@vinejs/vine/types'
import { assertion } from '#validators/passkeys'
import { proof } from '#validators/users'

/** A code of another form is simply a wrong one. */
export const code = () => vine.string().maxLength(40)

export const codeValidator = vine.create({ code: code() })

/** What makes a request count as one of a fresh sign-in. */
export const stepUpProofValidator = vine.create({
  current_password: proof().optional(),
  code: code().optional(),
})

const hasNoPasskey = ({ parent }: FieldContext) => parent.passkey === undefined

export const stepUpValidator = vine.create({
  password: proof().optional().requiredWhen(hasNoPasskey),
  code: code().optional(),
  passkey: assertion().optional(),
})

const hasNoOther = (field: FieldContext) =>
  hasNoPasskey(field) && field.parent.recovery_code === undefined

/** One proof of the second factor. */
export const factorProof = () => ({
  code: code().optional().requiredWhen(hasNoOther),
  recovery_code: code().optional(),
  passkey: assertion().optional(),
})

/** The same, for accounts with a second factor alone. */
export const optionalFactorProof = () => ({
  code: code().optional(),
  recovery_code: code().optional(),
  passkey: assertion().optional(),
})

const challenge = () => vine.string().maxLength(100)

export const secondFactorValidator = vine.create({ challenge: challenge(), ...factorProof() })

const isAnswer = ({ parent }: FieldContext) => parent.challenge !== undefined
const isAtIssuer = ({ parent }: FieldContext) => parent.issuer !== undefined
const isFirst = (field: FieldContext) =>
  hasNoPasskey(field) && !isAnswer(field) && !isAtIssuer(field)

/**
 * Any body that a sign-in takes: name and password, a passkey, a challenge and what proves the second factor, or what
 * an issuer gave.
 */
export const studioSignInValidator = vine.create({
  username: vine.string().maxLength(320).optional().requiredWhen(isFirst),
  password: proof().optional().requiredWhen(isFirst),
  challenge: challenge().optional(),
  code: vine
    .string()
    .maxLength(100)
    .optional()
    .requiredWhen((field) => isAnswer(field) && hasNoOther(field) && !isAtIssuer(field)),
  recovery_code: code().optional(),
  passkey: assertion().optional(),
  /** With `code` and `code_verifier`, or `challenge` and `password`. */
  issuer: vine.string().maxLength(100).optional(),
  code_verifier: vine.string().maxLength(128).optional(),
})

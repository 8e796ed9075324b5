import vine from '@vinejs/vine'
import type { FieldContext } from '@vinejs/vine/types'
import { assertion } from '#validators/passkeys'
import { proof } from '#validators/users'

/** A code of another form is simply a wrong one. */
export const code = () => vine.string().maxLength(40)

export const codeValidator = vine.create({ code: code() })

/** The proof in a request without a fresh sign-in. */
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

export const factorProof = () => ({
  code: code().optional().requiredWhen(hasNoOther),
  recovery_code: code().optional(),
  passkey: assertion().optional(),
})

/** Only accounts with a second factor need it. */
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

/** All bodies of a sign-in: name and password, a passkey, a challenge and its proof, or an issuer's code. */
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

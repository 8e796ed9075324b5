import vine from '@vinejs/vine'
import { linkedPages } from '#mail/links'
import { assertion } from '#validators/passkeys'
import { code } from '#validators/second_factors'
import { email, password } from '#validators/users'

const token = () => vine.string().maxLength(100)

export const accountPageValidator = vine.create({
  page: vine.enum(linkedPages).meta({ description: 'What its link does.' }),
})

export const mailToValidator = vine.create({ email: email() })

export const linkTokenValidator = vine.create({ token: token() })

export const unsubscribeLinkValidator = vine.create({ token: token().regex(/^[\w-]+$/) })

/** The body that RFC 8058 prescribes. */
export const unsubscribeValidator = vine.create({ 'List-Unsubscribe': vine.enum(['One-Click']) })

const MAX_BOUNCES = 1000

export const bouncesValidator = vine.create({
  bounces: vine
    .array(vine.object({ email: vine.string().maxLength(320), type: vine.enum(['hard', 'soft']) }))
    .minLength(1)
    .maxLength(MAX_BOUNCES),
})

export const confirmPasswordResetValidator = vine.create({
  token: token(),
  new_password: password(),
  /** One of them, if a second factor is on. */
  code: code().optional(),
  recovery_code: code().optional(),
  passkey: assertion().optional(),
})

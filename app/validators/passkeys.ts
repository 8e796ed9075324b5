import vine from '@vinejs/vine'
import { MAX_NAME_CHARACTERS, passkey } from '#resources/passkey'
import { askedMembersOf } from '#validators/asked_members'
import { line } from '#validators/rules'

/** In base64url. */
const bytes = (maxLength: number) =>
  vine
    .string()
    .maxLength(maxLength)
    .regex(/^[\w-]+$/)

/** WebAuthn, section 4: up to 1023 bytes. */
const answer = () => ({
  id: bytes(1364),
  rawId: bytes(1364),
  type: vine.literal('public-key'),
})

/** A browser's `toJSON` of an authenticator's answer. It may have more members than are read. */
export const assertion = () =>
  vine
    .object({
      ...answer(),
      response: vine
        .object({
          clientDataJSON: bytes(8192),
          authenticatorData: bytes(8192),
          signature: bytes(8192),
          userHandle: bytes(88).nullable().optional(),
        })
        .allowUnknownProperties(),
    })
    .allowUnknownProperties()

const attestation = () =>
  vine
    .object({
      ...answer(),
      response: vine
        .object({
          clientDataJSON: bytes(8192),
          attestationObject: bytes(65_536),
          transports: vine.array(vine.string().maxLength(30)).maxLength(10).optional(),
        })
        .allowUnknownProperties(),
    })
    .allowUnknownProperties()

export const addPasskeyValidator = vine.create({
  passkey: attestation(),
  name: line(MAX_NAME_CHARACTERS).optional(),
})

export const renamePasskeyValidator = vine.create({ name: line(MAX_NAME_CHARACTERS) })

export const signInWithPasskeyValidator = vine.create({ passkey: assertion() })

export const listPasskeysValidator = askedMembersOf(passkey.views.Passkey)

import config from '@adonisjs/core/services/config'
import vine from '@vinejs/vine'
import type { FieldContext } from '@vinejs/vine/types'
import { isGuessable } from '#security/guessable_passwords'
import { normalisePassword } from '#security/passwords'
import { MAX_APPLICATION_CHARACTERS, passwordCharacters, type SignupMode } from '#domain/signup'
import { isObject } from '#domain/is_object'
import { isReservedUsername } from '#domain/username'
import { acceptedTerms } from '#validators/terms'
import { characters, language, line, text } from '#validators/rules'

/** Only ASCII, so that no two e-mails look alike and lower case is the same everywhere. */
export const email = () =>
  vine
    .string()
    .trim()
    .use(characters({ min: 3, max: 254 }))
    .email({ allow_utf8_local_part: false })
    .regex(/^[\x21-\x7e]+$/)

export const username = () =>
  vine
    .string()
    .trim()
    .regex(/^[A-Za-z0-9_]{3,30}$/)

/** Only staff may give a reserved username. */
export const ownUsername = () => username().use(unreserved())

const unreserved = vine.createRule((value, _, field) => {
  if (typeof value !== 'string' || !field.isValid || !isReservedUsername(value)) return
  field.report('{{ field }} is reserved. Choose another one.', 'reserved', field)
})

export const password = () =>
  vine
    .string()
    .parse((value) => (typeof value === 'string' ? normalisePassword(value) : value))
    .use(characters(passwordCharacters))
    .use(uncommon())
    .use(unguessable())

const uncommon = vine.createRule(
  async (value, _, field) => {
    if (typeof value !== 'string' || !field.isValid) return
    const { isCommonPassword } = await import('#security/common_passwords')
    if (isCommonPassword(value)) {
      field.report('{{ field }} is one of the most common passwords.', 'uncommon', field)
    }
  },
  { isAsync: true }
)

const unguessable = vine.createRule((value, _, field) => {
  if (typeof value !== 'string' || !field.isValid) return
  if (isGuessable(value, [...siteNames(), ...ownNames(field)])) {
    field.report('{{ field }} consists of names of this site, or of yours.', 'unguessable', field)
  }
})

function siteNames(): string[] {
  const { name, url } = config.get<{ name: string; url: string }>('mail.site')
  return [name, url, config.get<string>('app.appUrl')]
}

/** Those in the same body. */
const ownNames = ({ data }: FieldContext) =>
  [data.username, data.email].filter((name) => typeof name === 'string')

/** An impossible password is simply a wrong one. */
export const proof = () => vine.string().maxLength(1024)

/** An invite is an approval. */
const isApplication = ({ data }: FieldContext) =>
  config.get<SignupMode>('accounts.signup') === 'approval' && data.invite === undefined

export const signUpValidator = vine.create({
  email: email(),
  password: password(),
  username: ownUsername().optional(),
  display_name: line(50).nullable().optional(),
  language: language().nullable().optional(),
  accepted_terms: acceptedTerms(),
  invite: vine.string().maxLength(100).optional(),
  application: text(MAX_APPLICATION_CHARACTERS).optional().requiredWhen(isApplication),
})

/** The id of a file, or a picture as it was read. */
const asId = vine.createRule((value, _, field) => {
  const id = isObject(value) ? value.id : value
  if (Number.isSafeInteger(id) && Number(id) > 0) return field.mutate(id, field)
  field.report('{{ field }} takes the id of one of your files.', 'media', field)
})

const pictureOfUser = () =>
  vine
    .any()
    .use(asId())
    .nullable()
    .optional()
    .meta({ type: ['integer', 'null'], description: 'The id of one of your pictures.' })

export const updateProfileValidator = vine.create({
  email: email().optional(),
  current_password: proof().optional(),
  username: username().optional(),
  display_name: line(50).nullable().optional(),
  bio: text(500).nullable().optional(),
  language: language().nullable().optional(),
  avatar: pictureOfUser(),
  header: pictureOfUser(),
})

export const changePasswordValidator = vine.create({
  current_password: proof(),
  new_password: password(),
})

export const eraseUserValidator = vine.create({
  /** An account that began at an issuer has none: then the sign-in must be fresh. */
  password: proof().optional(),
  /** Of a second factor; needed if the sign-in is not fresh. */
  code: vine.string().maxLength(40).optional(),
})

export const logInValidator = vine.create({
  username: vine.string().maxLength(320),
  password: proof(),
})

export const refreshTokenValidator = vine.create({ refresh_token: vine.string().maxLength(200) })

import vine from '@vinejs/vine'
import IssuerFailedException from '#exceptions/issuer_failed_exception'
import type { Claims, Issuer } from '#domain/oidc'
import { identity } from '#resources/identity'
import { isReservedUsername } from '#domain/username'
import { askedMembersOf } from '#validators/asked_members'
import { line } from '#validators/rules'
import { optionalFactorProof } from '#validators/second_factors'
import { email, proof, username } from '#validators/users'

/** A client's digest of 256 random bits. */
const digest = () => vine.string().regex(/^[\w-]{43}$/)

const secret = () => vine.string().maxLength(100)

export const issuerInUrlValidator = vine.create({
  issuer: vine
    .string()
    .maxLength(100)
    .meta({ description: 'Its name: see `GET /login`.', examples: ['keycloak'] }),
})

export const beginSignInValidator = vine.create({
  redirect_uri: vine.string().maxLength(500),
  state: vine.string().maxLength(500).optional(),
  code_challenge: digest(),
})

/** An issuer may send more. */
export const callbackValidator = vine.create({
  state: secret(),
  code: vine.string().maxLength(4096).optional(),
  error: vine.string().maxLength(100).optional(),
})

/** RFC 7636, section 4.1. */
const verifier = () => vine.string().regex(/^[\w.~-]{43,128}$/)

export const finishSignInValidator = vine.create({ code: secret(), code_verifier: verifier() })

export const linkIdentityValidator = vine.create({
  challenge: secret(),
  password: proof(),
  ...optionalFactorProof(),
})

export const listIdentitiesValidator = askedMembersOf(identity.views.Identity)

/** OpenID Connect Core, section 2. */
const MAX_SUBJECT_CHARACTERS = 255

const emailClaim = vine.create({ claim: email() })
const usernameClaim = vine.create({ claim: username() })
const nameClaim = vine.create({ claim: line(50) })

/** The claims of an issuer, without those that break Plaza's rules. @throws IssuerFailedException */
export async function readClaims(issuer: Issuer, said: Record<string, unknown>): Promise<Claims> {
  const { iss, sub } = said
  if (typeof iss !== 'string' || typeof sub !== 'string' || !isSubject(sub)) {
    throw new IssuerFailedException(issuer.title)
  }
  const name = await fit(usernameClaim, said.preferred_username)
  return {
    issuer: iss,
    subject: sub,
    email: said.email_verified === true ? await fit(emailClaim, said.email) : null,
    username: name === null || isReservedUsername(name) ? null : name,
    displayName: await fit(nameClaim, said.name),
    groups: issuer.roles.map(({ group }) => group).filter((group) => isIn(said.groups, group)),
  }
}

const isSubject = (text: string) =>
  text.length > 0 && text.length <= MAX_SUBJECT_CHARACTERS && /^[\x20-\x7e]*$/.test(text)

const isIn = (groups: unknown, group: string) => Array.isArray(groups) && groups.includes(group)

type ClaimValidator = typeof emailClaim | typeof usernameClaim | typeof nameClaim

async function fit(validator: ClaimValidator, claim: unknown): Promise<string | null> {
  const [, valid] = await validator.tryValidate({ claim })
  return valid?.claim ?? null
}

/** One that lets users of another system sign in here (OpenID Connect Core). */
export interface Issuer {
  /** As addresses have it: `keycloak` in `/login/keycloak`. */
  name: string
  /** As buttons have it. */
  title: string
  url: string
  clientId: string
  clientSecret: string
  /** Which role a group of the issuer gives; of several, the first. Empty: groups give none. */
  roles: readonly GroupRole[]
}

export interface GroupRole {
  group: string
  role: string
}

/** What an issuer says of a user. */
export interface Claims {
  issuer: string
  subject: string
  /** Only one that the issuer has verified. */
  email: string | null
  username: string | null
  displayName: string | null
  /** Those of its groups that give roles. */
  groups: string[]
}

const MAX_NAME_CHARACTERS = 40

/** None of the words that addresses under `/login` have already. */
export const issuerName = /^(?!passkey$|second-factor$)[a-z0-9]+(?:-[a-z0-9]+)*$/

export const isIssuerName = (name: string) =>
  name.length <= MAX_NAME_CHARACTERS && issuerName.test(name)

/** `my-company` becomes `My Company`. */
export const titleOf = (name: string) =>
  name
    .split('-')
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join(' ')

/**
 * The role that a sign-in gives. A role that no group gives any more is taken back; one that the issuer does not give
 * at all is left to staff.
 *
 * @returns null: the present one stays
 */
export function roleBy(
  { roles }: Pick<Issuer, 'roles'>,
  groups: readonly string[],
  present: string,
  lowest: string
): string | null {
  const given = roles.find(({ group }) => groups.includes(group))?.role
  const isTakenBack = roles.some(({ role }) => role === present)
  const role = given ?? (isTakenBack ? lowest : present)
  return role === present ? null : role
}

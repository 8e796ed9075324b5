/** A system whose users can sign in here (OpenID Connect Core). */
export interface Issuer {
  /** Part of addresses: `keycloak` in `/login/keycloak`. */
  name: string
  /** The text of its button. */
  title: string
  url: string
  clientId: string
  clientSecret: string
  /** The role that each group of the issuer gives. The first match counts. Empty: the issuer gives no roles. */
  roles: readonly GroupRole[]
}

export interface GroupRole {
  group: string
  role: string
}

/** The issuer's facts about a user. */
export interface Claims {
  issuer: string
  subject: string
  /** Null unless the issuer has verified it. */
  email: string | null
  username: string | null
  displayName: string | null
  /** Only the groups that give roles. */
  groups: string[]
}

const MAX_NAME_CHARACTERS = 40

/** Without the words that addresses under `/login` already use. */
export const issuerName = /^(?!passkey$|second-factor$)[a-z0-9]+(?:-[a-z0-9]+)*$/

export const isIssuerName = (name: string) =>
  name.length <= MAX_NAME_CHARACTERS && issuerName.test(name)

/** `my-company` becomes `My Company`. */
export const titleOf = (name: string) =>
  name
    .split('-')
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join(' ')

/** The role after a sign-in; null: no change. A role whose group is gone is lost; a role without a group stays. */
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

import { timeOf, unkept, type GhostRow, type Tables } from '#cli/moving/import/sources/ghost/tables'
import { emailNotes, shortened, userRow } from '#cli/moving/import/sources/rows'
import { SIGN_UP_ROLE } from '#domain/permissions'

const MAX_BIO_LENGTH = 500

/** What accounts here do not have. `image` and `cover` are those of Ghost before 1.0. */
const others = [
  ...['profile_image', 'cover_image', 'image', 'cover', 'website', 'location'],
  ...['facebook', 'twitter', 'bluesky', 'mastodon', 'threads', 'tiktok', 'youtube'],
  ...['instagram', 'linkedin'],
]

/** The row of a user of Ghost, and what of it is not kept. */
export function userOf(user: GhostRow, role: string | undefined, site: string) {
  const { id, name, slug, email, bio, password } = user
  const given = {
    name: String(name ?? slug),
    login: String(slug ?? name),
    email: typeof email === 'string' ? email : undefined,
    bio: bio ? shortened(String(bio), MAX_BIO_LENGTH) : null,
    role: role ?? SIGN_UP_ROLE,
    created_at: timeOf(user.created_at)?.toISOString(),
    ...(typeof password === 'string' && { password_hash: password }),
  }
  const isLong = [...String(bio ?? '')].length > MAX_BIO_LENGTH
  return {
    row: userRow(`user:${id}`, given, site),
    notes: [
      ...emailNotes(email),
      ...(isLong ? [`its bio is cut after ${MAX_BIO_LENGTH} characters`] : []),
      ...unkept(user, others),
    ],
  }
}

/** The roles of users by their ids, in the form that `--role-map` takes: `administrator`, `super-editor`. */
export function rolesOf(tables: Tables): Map<unknown, string> {
  const names = new Map(tables('roles').map(({ id, name }) => [id, String(name ?? '')]))
  return new Map(
    tables('roles_users').flatMap(({ user_id: user, role_id: role }) => {
      const name = names.get(role)
      return name ? [[user, name.toLowerCase().replace(/\s+/g, '-')]] : []
    })
  )
}

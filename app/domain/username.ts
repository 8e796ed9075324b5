import { randomInt } from 'node:crypto'

/** A user name stays reserved for so many days after its user gives it up. */
export const freedNameDays = 30

const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'

/** A user name of ten random characters, such as `user_k3q8…`. */
export function randomUsername() {
  const characters = Array.from({ length: 10 }, () => alphabet[randomInt(alphabet.length)])
  return `user_${characters.join('')}`
}

/** Names that suggest the service or its staff, or that have a meaning in a URL. */
const reserved = new Set(
  `abuse account accounts admin admins administrator administrators all anonymous anybody api assets
   audit billing bot channel comment comments contact deleted docs erased everybody everyone false
   guest health help helpdesk here hostmaster info legal login logout mail mailerdaemon me media
   metrics mod moderation moderator moderators mods nan nobody none noreply null official openapi
   operator owner plaza post postmaster posts privacy problems register report reports robots root
   search security session sessions settings signin signup somebody staff static status studio
   superuser support sysadmin system team terms token tokens true undefined unknown user users vote
   votes webmaster wellknown www`.split(/\s+/)
)

/** Ignores case and underscores. */
export const isReservedUsername = (username: string) =>
  reserved.has(username.toLowerCase().replaceAll('_', ''))

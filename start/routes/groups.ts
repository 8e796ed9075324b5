import router from '@adonisjs/core/services/router'
import { middleware } from '#start/kernel'
import type { Permission } from '#domain/permissions'

type Routes = () => void

/** Reads that need a session. */
export const signedInReads = (routes: Routes) => router.group(routes).use(middleware.auth())

const guardsWithoutTerms = () => [
  middleware.writable(),
  middleware.auth(),
  middleware.throttle(),
  middleware.body(),
]

const guards = () => [...guardsWithoutTerms(), middleware.terms()]

/** Writes need a session, and are rate-limited. */
export const writes = (routes: Routes) => router.group(routes).use(guards())

/** Writes that are open to a user who does not accept the terms. */
export const writesWithoutTerms = (routes: Routes) => router.group(routes).use(guardsWithoutTerms())

/** Writes that other users see; a silenced user can't do them. */
export const publicWrites = (routes: Routes) =>
  router.group(routes).use([...guards(), middleware.notSilenced()])

/** The further guards of a staff write, beyond the session. */
export const staffWrite = (permission: Permission | readonly Permission[]) => [
  middleware.terms(),
  middleware.notSilenced(),
  middleware.permission(permission),
  middleware.throttle(),
  middleware.body(),
]

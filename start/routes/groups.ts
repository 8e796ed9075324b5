import router from '@adonisjs/core/services/router'
import { middleware } from '#start/kernel'
import type { Permission } from '#domain/permissions'

type Routes = () => void

/** Reads that need a session. */
export const signedInReads = (routes: Routes) => router.group(routes).use(middleware.auth())

const guards = () => [
  middleware.writable(),
  middleware.auth(),
  middleware.throttle(),
  middleware.body(),
]

/** Writes need a session, and are rate-limited. */
export const writes = (routes: Routes) => router.group(routes).use(guards())

/** Writes that other users see; a silenced user can't do them. */
export const publicWrites = (routes: Routes) =>
  router.group(routes).use([...guards(), middleware.notSilenced()])

/** What a single write of staff needs beyond the session. */
export const staffWrite = (permission: Permission | readonly Permission[]) => [
  middleware.notSilenced(),
  middleware.permission(permission),
  middleware.throttle(),
  middleware.body(),
]

import type { RouteJSON } from '@adonisjs/core/types/http'
import type { Permission } from '#domain/permissions'
import { READ_SCOPE, type Scope } from '#domain/scopes'

/** One of these scopes lets a personal token in; null: only a session does. */
export type TokenAccess = readonly Scope[] | null

const declared = new WeakMap<object, TokenAccess>()

interface Declaring {
  getHandler(): RouteJSON['handler']
}

/** Declares what a personal token needs for a route, if not its permission. */
export function declareTokenAccess(route: Declaring, access: TokenAccess): void {
  declared.set(route.getHandler(), access)
}

const open = new WeakSet<object>()

/** Declares that an account reaches a route before it has set up the second factor that it needs. */
export function declareOpenWithoutFactor(route: Declaring): void {
  open.add(route.getHandler())
}

export const isOpenWithoutFactor = ({ handler }: Pick<RouteJSON, 'handler'>) => open.has(handler)

/** A read needs `read`, a write the permission of its route. Other writes need a session, unless they declare a scope. */
export function tokenAccessOf({
  handler,
  methods,
  middleware,
}: Pick<RouteJSON, 'handler' | 'methods' | 'middleware'>): TokenAccess {
  const own = declared.get(handler)
  if (own !== undefined) return own
  if (methods.includes('GET')) return [READ_SCOPE]
  for (const one of middleware.all()) {
    if ('name' in one && one.name === 'permission') {
      return [(one as { args?: unknown }).args].flat() as Permission[]
    }
  }
  return null
}

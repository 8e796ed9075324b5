import type { RouteJSON } from '@adonisjs/core/types/http'
import type { Permission } from '#domain/permissions'
import { READ_SCOPE, type Scope } from '#domain/scopes'

/** A personal token needs one of these scopes; null: only a session has access. */
export type TokenAccess = readonly Scope[] | null

const declared = new WeakMap<object, TokenAccess>()

interface Declaring {
  getHandler(): RouteJSON['handler']
}

/** Declares the scopes of a route, in place of its permission. */
export function declareTokenAccess(route: Declaring, access: TokenAccess): void {
  declared.set(route.getHandler(), access)
}

const open = new WeakSet<object>()

/** Declares a route open to accounts that must still set up a second factor. */
export function declareOpenWithoutFactor(route: Declaring): void {
  open.add(route.getHandler())
}

export const isOpenWithoutFactor = ({ handler }: Pick<RouteJSON, 'handler'>) => open.has(handler)

/** A read needs `read`, a write the permission or the declared scope of its route, else a session. */
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

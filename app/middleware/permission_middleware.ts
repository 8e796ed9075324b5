import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import ForbiddenException from '#exceptions/forbidden_exception'
import type { Permission } from '#domain/permissions'

export default class PermissionMiddleware {
  handle({ auth }: HttpContext, next: NextFn, needed: Permission | readonly Permission[]) {
    const { permissions } = auth.getUserOrFail()
    const isAllowed =
      typeof needed === 'string'
        ? permissions.has(needed)
        : needed.some((permission) => permissions.has(permission))
    if (isAllowed) return next()
    throw new ForbiddenException(`This needs the permission ${[needed].flat().join(' or ')}.`)
  }
}

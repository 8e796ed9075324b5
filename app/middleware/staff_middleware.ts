import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import ForbiddenException from '#exceptions/forbidden_exception'
import { isStaff } from '#domain/roles'

/** Lets only moderators and admins pass; what they see is kept nowhere else. */
export default class StaffMiddleware {
  async handle({ auth, response }: HttpContext, next: NextFn) {
    if (!isStaff(auth.getUserOrFail())) throw new ForbiddenException('This is for staff alone.')
    await next()
    response.header('Cache-Control', 'no-store')
  }
}

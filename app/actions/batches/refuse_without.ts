import { staffAction } from '#actions/staff/registry'
import ForbiddenException from '#exceptions/forbidden_exception'
import type { Actor } from '#domain/roles'

/** @throws ForbiddenException without the permission of the action */
export function refuseWithout({ permissions }: Actor, action: string) {
  const { permission } = staffAction(action)
  if (!permissions.has(permission)) {
    throw new ForbiddenException(`This needs the permission ${permission}.`)
  }
}

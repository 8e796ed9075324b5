import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import cache from '#cache/cache'
import NotFoundException from '#exceptions/not_found_exception'
import ValidationException from '#exceptions/validation_exception'
import Role from '#models/role'
import { rolesTag } from '#queries/users/account_state'

const LIFETIME_MS = 60_000

/** From the memory of this worker. */
export const roleNames = (): Promise<ReadonlySet<string>> =>
  cache.remember('roles', { tags: [rolesTag], ttl: LIFETIME_MS }, async () => {
    const roles = await Role.query().select('name')
    return new Set(roles.map(({ name }) => name))
  })

export const listRoles = (): Promise<Role[]> => Role.query().orderBy('rank').orderBy('id')

/** @param options.isLocked locks the role until the transaction ends @throws NotFoundException */
export async function findRole(
  name: string,
  client?: QueryClientContract,
  { isLocked = false } = {}
): Promise<Role> {
  const query = Role.query({ client }).where('name', name)
  const role = await (isLocked ? query.forUpdate() : query).first()
  if (!role) throw new NotFoundException('role')
  return role
}

/** Locks a role that a request names. @param pointer the request's field @throws ValidationException */
export async function lockedRole(
  name: string,
  pointer: string,
  client: TransactionClientContract
): Promise<Role> {
  const role = await Role.query({ client }).where('name', name).forShare().first()
  if (!role) throw new ValidationException([unknownRole(pointer)])
  return role
}

export const unknownRole = (pointer: string) => ({
  pointer,
  rule: 'exists',
  detail: `${pointer.split('/').at(-1)} names no role.`,
})

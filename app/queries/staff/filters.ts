import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import NotFoundException from '#exceptions/not_found_exception'
import { hasPermission } from '#models/role'
import User from '#models/user'
import { conditionsOf, narrow, withIds } from '#queries/filters'
import type { View } from '#resources/definition/view'
import { holds } from '#resources/user'

/** By id, `@username` or e-mail. @throws NotFoundException */
export async function idOfUser(reference: string, client?: QueryClientContract): Promise<number> {
  const user = await User.withReference(reference, { client })
  if (!user) throw new NotFoundException('user')
  return user.id
}

/** @throws NotFoundException for an unknown user in a filter */
export const withStaffIds = <A extends Record<string, any>>(view: View, asked: A): Promise<A> =>
  withIds(view, asked, async (reference, { keepsErased }) =>
    keepsErased && /^\d+$/.test(reference) ? Number(reference) : idOfUser(reference)
  )

/** @throws NotFoundException, ValidationException */
export async function filtered(
  query: DatabaseQueryBuilderContract<any>,
  view: View,
  asked: Record<string, any>
): Promise<void> {
  narrow(query, conditionsOf(view, await withStaffIds(view, asked)))
}

/** SQL on a row of users. */
export const mayModerate = (users: string) =>
  `(${hasPermission(users, 'reports.handle')} and not ${holds('silenced', users)} and not ${holds('suspended', users)})`

import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import NotFoundException from '#exceptions/not_found_exception'
import User from '#models/user'

/** When something was made: from a time on, and before another. */
export interface Period {
  since?: Date
  until?: Date
}

/** Keeps what was made within a period. */
export function within(
  query: DatabaseQueryBuilderContract<any>,
  column: string,
  { since, until }: Period
) {
  if (since) query.where(column, '>=', since)
  if (until) query.where(column, '<', until)
  return query
}

/**
 * The id of a user as people name them: by id, `@username` or e-mail.
 *
 * @throws NotFoundException
 */
export async function idOfUser(reference: string, client?: QueryClientContract): Promise<number> {
  const user = await User.withReference(reference, client)
  if (!user) throw new NotFoundException('user')
  return user.id
}

/** Keeps the rows of one user, where one is named. Gives no query: to wait for that is to run it. */
export async function byUser(
  query: DatabaseQueryBuilderContract<any>,
  column: string,
  reference: string | undefined
): Promise<void> {
  if (reference !== undefined) query.where(column, await idOfUser(reference))
}

/** A text as a pattern for `ilike` that finds it anywhere. */
export const anywhere = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import NotFoundException from '#exceptions/not_found_exception'
import { hasPermission } from '#models/role'
import User from '#models/user'
import { holds } from '#resources/user'

export interface Period {
  since?: Date
  until?: Date
}

/** Within a period by time, so that an index finds its beginning. */
export const orderOf = (table: string, { since, until }: Period): string[] =>
  since || until ? [`${table}.created_at`, `${table}.id`] : [`${table}.id`]

export function within(
  query: DatabaseQueryBuilderContract<any>,
  column: string,
  { since, until }: Period
) {
  if (since) query.where(column, '>=', since)
  if (until) query.where(column, '<', until)
  return query
}

/** The id of a user by id, `@username` or e-mail. @throws NotFoundException */
export async function idOfUser(reference: string, client?: QueryClientContract): Promise<number> {
  const user = await User.withReference(reference, { client })
  if (!user) throw new NotFoundException('user')
  return user.id
}

/** Keeps the rows of one user, or of `none`. Returns no query, since awaiting one runs it. */
export async function byUser(
  query: DatabaseQueryBuilderContract<any>,
  column: string,
  reference: string | undefined
): Promise<void> {
  if (reference === 'none') query.whereNull(column)
  else if (reference !== undefined) query.where(column, await idOfUser(reference))
}

/** Keeps one author's rows; `none` includes rows whose author is still to be removed. */
export async function byAuthor(
  query: DatabaseQueryBuilderContract<any>,
  table: 'posts' | 'comments',
  reference: string | undefined
): Promise<void> {
  if (reference !== 'none') return byUser(query, `${table}.user_id`, reference)
  query.whereRaw(`(${table}.user_id is null or ${table}.user_id = any(array(
    select id from users where erased_at is not null)))`)
}

/** An SQL condition on a row of users. */
export const mayModerate = (users: string) =>
  `(${hasPermission(users, 'reports.handle')} and not ${holds('silenced', users)} and not ${holds('suspended', users)})`

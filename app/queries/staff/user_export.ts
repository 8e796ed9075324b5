import type { QueryClientContract } from '@adonisjs/lucid/types/database'

/**
 * All that there is of a user, in one statement and so of one moment.
 *
 * @returns the text of a JSON object; null when there is no such user
 */
export async function exportOf(id: number, client: QueryClientContract): Promise<string | null> {
  const { rows } = await client.rawQuery(statement, { id })
  return rows[0]?.document ?? null
}

const time = (column: string) =>
  `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`

/** Columns with these endings are times. */
const isTime = /_at$|_until$|^until$/

const columnsOf = (names: string) =>
  names
    .split(' ')
    .map((name) => (isTime.test(name) ? time(name) : name))
    .join(', ')

const own = (names: string, table: string, owner = 'user_id', order = 'id') => `
  (select coalesce(json_agg(owned), '[]'::json) from (
    select ${columnsOf(names)} from ${table} where ${owner} = users.id order by ${order}
  ) as owned)`

const profile = columnsOf(
  'id email username display_name bio role created_at updated_at silenced_at silenced_until suspended_at suspended_until'
)

const statement = `
  select json_build_object(
    'user', (select to_json(me) from (select ${profile}) as me),
    'posts', ${own('id title content published published_at removed_at created_at updated_at', 'posts')},
    'comments', ${own('id post_id parent_id content removed_at created_at updated_at', 'comments')},
    'votes', ${own('post_id value created_at updated_at', 'votes', 'user_id', 'post_id')},
    'sessions', ${own('id user_agent address created_at last_used_at expires_at', 'sessions')},
    'reports', ${own('id target_type target_id reason details status created_at', 'reports', 'reporter_id')},
    'sanctions', ${own('action target_type target_id reason until created_at', 'audit_entries', 'subject_id')}
  )::text as document
  from users where id = :id`

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

const own = (columns: string, table: string, where: string, order = 'id') => `
  (select coalesce(json_agg(owned), '[]'::json) from (
    select ${columns} from ${table} where ${where} order by ${order}
  ) as owned)`

const statement = `
  select json_build_object(
    'user', (select to_json(me) from (
      select id, email, username, display_name, bio, role, created_at, updated_at,
        silenced_at, silenced_until, suspended_at, suspended_until
    ) as me),
    'posts', ${own('id, title, content, published, published_at, removed_at, created_at, updated_at', 'posts', 'user_id = users.id')},
    'comments', ${own('id, post_id, parent_id, content, removed_at, created_at, updated_at', 'comments', 'user_id = users.id')},
    'votes', ${own('post_id, value, created_at, updated_at', 'votes', 'user_id = users.id', 'post_id')},
    'sessions', ${own('id, user_agent, address, created_at, last_used_at, expires_at', 'sessions', 'user_id = users.id')},
    'reports', ${own('id, target_type, target_id, reason, details, status, created_at', 'reports', 'reporter_id = users.id')},
    'sanctions', ${own('action, target_type, target_id, reason, until, created_at', 'audit_entries', 'subject_id = users.id')}
  )::text as document
  from users where id = :id`

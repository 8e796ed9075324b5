import type { TargetType } from '#domain/moderation'

/** A change of any of these makes another version. */
interface Shown {
  title: string
  content: string
  version: string
  from: string
}

const written = (table: string) =>
  `${table} left join authors as users on users.id = ${table}.user_id`

const shown: Record<TargetType, Shown> = {
  post: { title: 'title', content: 'content', version: 'title, content', from: written('posts') },
  comment: { title: 'null', content: 'content', version: 'content', from: written('comments') },
  user: {
    title: 'display_name',
    content: 'bio',
    version: 'username, display_name, bio',
    from: 'users',
  },
}

/** SQL that selects a target with the columns of a snapshot. @param id SQL */
export function selectTarget(type: TargetType, id: string): string {
  const { title, content, version, from } = shown[type]
  const [table] = from.split(' ')
  return `
    select '${type}' as target_type, ${table}.id as target_id,
      encode(sha256(convert_to(jsonb_build_array(${version})::text, 'UTF8')), 'hex') as digest,
      users.id as author_id, username as author_username, ${title} as title, ${content} as content
    from ${from} where ${table}.id = ${id}`
}

import type { TargetType } from '#domain/moderation'

/** A change of any of these makes another version. */
interface Shown {
  title: string
  content: string
  version: string
  from: string
  /** Of a file: its content, whose bytes are kept, and what tells of it. */
  file?: { id: string; facts: string }
}

const written = (table: string) =>
  `${table} left join authors as users on users.id = ${table}.user_id`

const facts = ['kind', 'content_type', 'bytes', 'width', 'height', 'sha256']
  .map((column) => `'${column}', media_files.${column}`)
  .join(', ')

const shown: Record<TargetType, Shown> = {
  post: { title: 'title', content: 'content', version: 'title, content', from: written('posts') },
  comment: { title: 'null', content: 'content', version: 'content', from: written('comments') },
  user: {
    title: 'display_name',
    content: 'bio',
    version: 'username, display_name, bio',
    from: 'users',
  },
  media: {
    title: 'alt',
    content: 'caption',
    version: 'alt, caption, sha256',
    from: `${written('media')} join media_files on media_files.id = media.file_id`,
    file: { id: 'media.file_id', facts: `jsonb_build_object('name', media.name, ${facts})` },
  },
}

/** SQL that selects a target with the columns of a snapshot. @param id SQL */
export function selectTarget(type: TargetType, id: string): string {
  const {
    title,
    content,
    version,
    from,
    file = { id: 'null::bigint', facts: 'null::jsonb' },
  } = shown[type]
  const [table] = from.split(' ')
  return `
    select '${type}' as target_type, ${table}.id as target_id,
      encode(sha256(convert_to(jsonb_build_array(${version})::text, 'UTF8')), 'hex') as digest,
      users.id as author_id, username as author_username, ${title} as title, ${content} as content,
      ${file.id} as file_id, ${file.facts} as file
    from ${from} where ${table}.id = ${id}`
}

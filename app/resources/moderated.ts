import { counted, countOf } from '#resources/definition/count'
import { integer, time } from '#resources/definition/members'

/* What staff read of a post, a comment and a file alike. */

export const removedAt = () =>
  time({
    nullable: true,
    readBy: 'staff',
    exported: true,
    cli: { label: 'Removed', after: 'status' },
  })

/** The number of reports on the target. @param after the member before it on the command line */
export const reportsCount = (
  type: 'post' | 'comment' | 'media',
  { after, table = `${type}s` }: { after: string; table?: string }
) =>
  integer({
    sql: countOf(`reports where target_type = '${type}' and target_id = ${table}.id`),
    description: counted,
    example: 2,
    readBy: 'staff',
    cli: { label: 'Reports', column: true, after },
  })

/** Rows of erased authors, even of those whose job has not finished. */
export const withoutAuthor = (table: 'posts' | 'comments') => ({
  where: `(${table}.user_id is null or ${table}.user_id = any(array(
    select id from users where erased_at is not null)))`,
  for: ['staff'] as const,
})

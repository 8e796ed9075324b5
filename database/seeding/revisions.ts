import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { Chance } from '#database/seeding/chance'

const POSTS_PER_EDITED = 6
const MAX_EDITS = 4
const MAX_DAYS = 20
const DAY_MS = 86_400_000

/** What makes some posts edited: every sixth, some days after it was written. @param at milliseconds since 1970 */
export function editsOf(index: number, { at, now }: { at: number; now: number }, chance: Chance) {
  if (index % POSTS_PER_EDITED !== POSTS_PER_EDITED - 1) return { revision: 1, edited_at: null }
  const last = Math.min(at + Math.ceil(MAX_DAYS * DAY_MS * chance.share()), now)
  return {
    revision: 1 + chance.between(1, MAX_EDITS),
    edited_at: new Date(last).toISOString(),
  }
}

/** The text grew from edit to edit: a former one ends with an earlier sentence. The code is that of `?`. */
const beginning = 'left(posts.content, char_length(posts.content) * number / posts.revision)'
const former = `coalesce(substring(${beginning} from '^.*[.!\\x3f]'), rtrim(${beginning}))`

/** Keeps the former texts of edited posts, evenly between their first and their last edit. */
export async function insertRevisions(
  postIds: number[],
  client: TransactionClientContract
): Promise<void> {
  await client.rawQuery(
    `insert into post_revisions (post_id, number, editor_id, created_at, updated_at, members)
     select posts.id, number, user_id, written_at, written_at,
       content_of(posts) || jsonb_build_object('content', former, 'excerpt',
         case when char_length(former) < char_length(excerpt)
           then regexp_replace(former, '\\s+', ' ', 'g') else excerpt end)
     from posts
     cross join lateral generate_series(1, posts.revision - 1) as numbers (number)
     cross join lateral (select
       ${former} as former,
       created_at + (edited_at - created_at) * (number - 1) / (posts.revision - 1) as written_at
     ) as written
     where posts.id = any(:postIds) and posts.revision > 1`,
    { postIds } as Record<string, any>
  )
}

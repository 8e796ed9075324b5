import { setTimeout as sleep } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
import type { ContentFormat } from '#domain/excerpt'
import { madeOf } from '#domain/post_texts'
import { siteAnalysis } from '#domain/search/site'

/** Small, since writers wait for the locks of a statement. */
const MAX_BATCH_ROWS = 50
const MAX_BATCH_LENGTH = 500_000

/** Short, since other scheduled jobs wait for a run. */
const MAX_RUN_MS = 5000

interface StalePost {
  id: number
  title: string
  content: string
  content_format: ContentFormat
  language: string
  digest: string
}

type IndexedPost = Pick<StalePost, 'id' | 'digest'> & Awaited<ReturnType<typeof madeOf>>

/** Indexes posts of another index version or language, and adds missing slugs and excerpts. @returns posts */
export async function indexPosts(): Promise<number> {
  const end = performance.now() + MAX_RUN_MS
  let total = 0
  while (performance.now() < end) {
    const start = performance.now()
    const posts = await stalePosts()
    const count = await indexAll(posts)
    total += count
    if (count === 0) break
    await sleep(performance.now() - start)
  }
  return total
}

async function stalePosts(): Promise<StalePost[]> {
  const { rows } = await db.rawQuery(
    `select id, title, content, content_format, language, ${digestOf} as digest from posts where id in (
       (select id from posts where search_version < :version limit :most)
       union all
       (select id from posts where search_version > :version limit :most)
     ) limit :most`,
    { version: siteAnalysis().version, most: MAX_BATCH_ROWS }
  )
  return rows
}

const digestOf = `md5(
  concat_ws(E'\\n', posts.title, posts.language, posts.content_format, posts.content))`

async function indexAll(posts: StalePost[]): Promise<number> {
  let count = 0
  let batch: IndexedPost[] = []
  let length = 0
  for (const post of posts) {
    const made = await madeOf({ ...post, contentFormat: post.content_format })
    batch.push({ id: post.id, digest: post.digest, ...made })
    length += made.search.length
    if (length < MAX_BATCH_LENGTH) continue
    count += await save(batch)
    batch = []
    length = 0
  }
  return count + (await save(batch))
}

/** Skips posts that were edited meanwhile or are locked. */
async function save(posts: IndexedPost[]): Promise<number> {
  if (posts.length === 0) return 0
  const { rowCount } = await db.rawQuery(
    `with fresh as (
       select * from unnest(
         :ids::bigint[], :digests::text[], :vectors::text[], :slugs::text[], :excerpts::text[]
       ) as fresh (id, digest, vector, made_slug, made_excerpt)
     ), free as (
       select id from posts where id = any(:ids) order by id for no key update skip locked
     )
     update posts set
       search = vector::tsvector,
       search_version = :version,
       slug = coalesce(slug, made_slug),
       excerpt = case when excerpt_given then excerpt else made_excerpt end,
       hot = hot_rank(upvotes - downvotes, coalesce(published_at, created_at))
     from fresh join free using (id)
     where posts.id = fresh.id and ${digestOf} = digest`,
    {
      ids: posts.map(({ id }) => id),
      digests: posts.map(({ digest }) => digest),
      vectors: posts.map(({ search }) => search),
      slugs: posts.map(({ slug }) => slug),
      excerpts: posts.map(({ excerpt }) => excerpt),
      version: siteAnalysis().version,
    }
  )
  return rowCount
}

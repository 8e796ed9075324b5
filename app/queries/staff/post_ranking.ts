import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import { orderOf } from '#queries/filters'
import { matching, relevance } from '#queries/posts/page_statement'
import { isListed as listed, maySeePost, postExists } from '#domain/visibility'
import { searched } from '#queries/searched'
import { post as resource } from '#resources/post'
import type { PostRanking } from '#resources/post_ranking'

/** Counting stops here: among a million posts a ranking takes 0.1 s, or 1.6 s with a cold cache. */
const countedAtMost = 100_000

const isInLists = `${maySeePost.forVisitors} and ${listed}`

const epoch = Date.UTC(2026, 0, 1)
const secondsPerPoint = 45_000

interface RankedRow {
  id: number
  is_listed: boolean
  votes_count: number
  hot: number
  listed_at: Date
  published_at: Date | null
}

/** Terms and places of a post; a hidden post has no places. @param search may be blank @throws NotFoundException */
export async function postRanking(id: number, search?: string): Promise<PostRanking> {
  const columns = ['id', 'votes_count', 'hot', 'listed_at', 'published_at']
  const post: RankedRow | null = await db
    .from('posts')
    .select(columns)
    .select(db.raw(`${isInLists} as is_listed`))
    .where('id', id)
    .whereRaw(postExists.forVisitors)
    .first()
  if (!post) throw new NotFoundException('post')

  const { top, new: latest, hot, above, below } = post.is_listed ? await placesOf(post) : nowhere
  const ageSeconds = (post.listed_at.getTime() - epoch) / 1000
  return {
    id,
    hot: {
      score: post.hot,
      votes_count: post.votes_count,
      magnitude: magnitudeOf(post.votes_count),
      age_seconds: ageSeconds,
      age_points: ageSeconds / secondsPerPoint,
      published_at: post.published_at,
      rank: hot,
      above,
      below,
    },
    top: { votes_count: post.votes_count, rank: top },
    new: { rank: latest },
    ...(search?.trim() && { search: await foundBy(search.trim(), post) }),
  }
}

const nowhere = { hot: null, above: null, below: null, top: null, new: null }

const magnitudeOf = (votes: number) => Math.sign(votes) * Math.log10(1 + Math.abs(votes))

/** One statement, so that all places are of one moment. */
async function placesOf({ id, hot, votes_count: votes, listed_at: listedAt }: RankedRow) {
  const { rows } = await db.rawQuery(
    `select ${rankIn('hot')} as hot, ${nextTo('>', 'asc')} as above, ${nextTo('<', 'desc')} as below,
       ${rankIn('top')} as top, ${rankIn('new')} as new`,
    { id, hot, top: votes, new: listedAt, most: countedAtMost }
  )
  return rows[0] as Record<keyof typeof nowhere, number | null>
}

const rankIn = (sort: 'hot' | 'top' | 'new') => {
  const [column, id] = orderOf(resource.views.Post, sort).columns
  return `(
    select count(*) + 1 from (
      select from posts where ${isInLists} and (${column}, ${id}) > (:${sort}, :id)
      order by ${column}, ${id} limit :most
    ) as ahead
  )`
}

const nextTo = (side: '>' | '<', direction: 'asc' | 'desc') => `(
  select id from posts where ${isInLists} and (hot, id) ${side} (:hot, :id)
  order by hot ${direction}, id ${direction} limit 1
)`

async function foundBy(query: string, { id, is_listed: isListed }: RankedRow) {
  const { text, forms } = searched(query)
  const { rows } = await db.rawQuery(
    `select ${matching} as matches, ${relevance} as relevance,
       ${termsIn('A')} as title, ${termsIn('B')} as content
     from posts where id = ?`,
    [text, text, forms, forms, id]
  )
  const { matches, relevance: score, title, content } = rows[0]
  const rank = isListed && matches ? await rankBy(text, score, id) : null
  return { query, matches, relevance: score, rank, matched_terms: { title, content } }
}

const termsIn = (weight: 'A' | 'B') => `array(
  select lexeme from unnest(search)
  where '${weight}' = any(weights) and lexeme = any(?::text[])
)`

async function rankBy(text: string, score: number, id: number): Promise<number> {
  const { rows } = await db.rawQuery(
    `select count(*) + 1 as rank from (
       select from posts where ${isInLists} and ${matching} and (${relevance}, id) > (?, ?) limit ?
     ) as ahead`,
    [text, text, score, id, countedAtMost]
  )
  return rows[0].rank
}

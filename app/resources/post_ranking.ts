import { shape, type ShapeOf } from '#resources/definition/shape'
import {
  arrayOf,
  boolean,
  integer,
  number,
  object,
  text,
  time,
} from '#resources/definition/members'

const rank = integer({
  nullable: true,
  description:
    'Its place among the visible posts, the first being 1; 100 001 stands for all further down. Null: it is not listed.',
  example: 3,
})
const neighbour = (description: string) => integer({ nullable: true, example: 41, description })
const terms = arrayOf(text(), { example: ['picnic'] })
const votesCount = integer({ description: 'Upvotes less downvotes.', example: 100 })

export const postRankingShape = shape(
  {
    id: integer({ example: 42 }),
    hot: object({
      score: number({
        description: 'The order of `hot`: magnitude and age points, rounded to 7 digits.',
        example: 626.1,
      }),
      votes_count: votesCount,
      magnitude: number({
        description:
          'The decimal logarithm of one more than the votes, with their sign: some ten times the votes, one point.',
        example: 2,
      }),
      age_seconds: number({
        description:
          'From the beginning of 2026 to its publication, or, for a draft, its creation.',
        example: 28_084_500,
      }),
      age_points: number({
        description: 'One point for each 45 000 seconds: newer posts have more.',
        example: 624.1,
      }),
      published_at: time({ nullable: true }),
      rank,
      above: neighbour('The post before it in `hot`.'),
      below: neighbour('The post after it in `hot`.'),
    }),
    top: object({ votes_count: votesCount, rank }),
    new: object({ rank }),
    search: object(
      {
        query: text({ example: 'long picnic' }),
        matches: boolean({ description: 'Whether the search finds it.' }),
        relevance: number({ description: 'The order of `relevance`.', example: 0.6 }),
        rank,
        matched_terms: object(
          { title: terms, content: terms },
          {
            description: 'The stems of the search that it holds; those in the title weigh more.',
          }
        ),
      },
      { description: 'With `search` only.' }
    ),
  },
  { optional: ['search'] }
)

/** Times are dates until the response is serialized. */
type Dated<T> = T extends { published_at: string | null }
  ? Omit<T, 'published_at'> & { published_at: Date | null }
  : T

type Ranking = ShapeOf<typeof postRankingShape>

export type PostRanking = Omit<Ranking, 'hot' | 'search'> & {
  hot: Dated<Ranking['hot']>
  search?: Ranking['search']
}

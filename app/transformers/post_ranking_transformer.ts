import { BaseTransformer } from '@adonisjs/core/transformers'

/** Why a post stands where it does in the lists. */
export interface PostRankingRow {
  id: number
  hot: {
    score: number
    votes_count: number
    magnitude: number
    age_seconds: number
    age_points: number
    published_at: Date | null
    rank: number | null
    above: number | null
    below: number | null
  }
  top: { votes_count: number; rank: number | null }
  new: { rank: number | null }
  search?: {
    query: string
    matches: boolean
    relevance: number
    rank: number | null
    matched_terms: { title: string[]; content: string[] }
  }
}

const object = (properties: Record<string, object>) => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
})

const rank = {
  type: ['integer', 'null'],
  description:
    'Its place among the visible posts, the first being 1; 100 001 stands for all further down. Null: it is not listed.',
  examples: [3],
}
const neighbour = { type: ['integer', 'null'], examples: [41] }
const terms = { type: 'array', items: { type: 'string' }, examples: [['picnic']] }
const votesCount = { type: 'integer', description: 'Upvotes less downvotes.', examples: [100] }

const hot = object({
  score: {
    type: 'number',
    description: 'The order of `hot`: magnitude and age points, rounded to 7 digits.',
    examples: [626.1],
  },
  votes_count: votesCount,
  magnitude: {
    type: 'number',
    description:
      'The decimal logarithm of one more than the votes, with their sign: some ten times the votes, one point.',
    examples: [2],
  },
  age_seconds: {
    type: 'number',
    description: 'From the beginning of 2026 to its publication, or, for a draft, its creation.',
    examples: [28_084_500],
  },
  age_points: {
    type: 'number',
    description: 'One point for each 45 000 seconds: newer posts have more.',
    examples: [624.1],
  },
  published_at: { oneOf: [{ $ref: '#/components/schemas/Time' }, { type: 'null' }] },
  rank,
  above: { ...neighbour, description: 'The post before it in `hot`.' },
  below: { ...neighbour, description: 'The post after it in `hot`.' },
})

const search = {
  ...object({
    query: { type: 'string', examples: ['long picnic'] },
    matches: { type: 'boolean', description: 'Whether the search finds it.' },
    relevance: { type: 'number', description: 'The order of `relevance`.', examples: [0.6] },
    rank,
    matched_terms: {
      ...object({ title: terms, content: terms }),
      description: 'The stems of the search that it holds; those in the title weigh more.',
    },
  }),
  description: 'With `search` only.',
}

export default class PostRankingTransformer extends BaseTransformer<PostRankingRow> {
  static readonly schema = {
    type: 'object',
    required: ['id', 'hot', 'top', 'new'],
    properties: {
      id: { type: 'integer', examples: [42] },
      hot,
      top: object({ votes_count: votesCount, rank }),
      new: object({ rank }),
      search,
    },
  }

  toObject() {
    return this.pick(this.resource, ['id', 'hot', 'top', 'new', 'search'])
  }
}

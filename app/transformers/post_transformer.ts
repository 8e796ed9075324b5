import { BaseTransformer } from '@adonisjs/core/transformers'
import AuthorTransformer, { type AuthoredRow } from '#transformers/author_transformer'

export interface PostRow extends AuthoredRow {
  id: number
  title: string
  content: string
  published: boolean
  locked: boolean
  visible: boolean
  removed_at: Date | null
  votes_count: number
  upvotes: number
  downvotes: number
  comments_count: number
  published_at: Date | null
  created_at: Date
  updated_at: Date
}

const properties = {
  id: { type: 'integer', examples: [42] },
  title: { type: 'string', examples: ['On owning your own square'] },
  content: { type: 'string', examples: ['A plaza belongs to those who meet on it.'] },
  published: {
    type: 'boolean',
    description: 'False: a draft, for its author and staff alone.',
    examples: [true],
  },
  user_id: { type: ['integer', 'null'], examples: [7] },
  author: { $ref: '#/components/schemas/Author' },
  votes_count: { type: 'integer', description: 'Upvotes less downvotes.', examples: [5] },
  upvotes: { type: 'integer', examples: [7] },
  downvotes: { type: 'integer', examples: [2] },
  comments_count: { type: 'integer', examples: [3] },
  locked: {
    type: 'boolean',
    description: 'True: takes no comments and no votes.',
    examples: [false],
  },
  published_at: { oneOf: [{ $ref: '#/components/schemas/Time' }, { type: 'null' }] },
  created_at: { $ref: '#/components/schemas/Time' },
  updated_at: { $ref: '#/components/schemas/Time' },
}

const myVote = {
  type: 'integer',
  enum: [-1, 0, 1],
  description: 'The vote of the one who asks; with a token only.',
  examples: [1],
}

export default class PostTransformer extends BaseTransformer<PostRow> {
  /** What everybody is shown of a post. */
  static readonly properties = properties

  static readonly schema = {
    type: 'object',
    required: Object.keys(properties),
    properties: { ...properties, my_vote: myVote },
  }

  static readonly detailSchema = {
    type: 'object',
    required: [...Object.keys(properties), 'comments'],
    properties: {
      ...properties,
      comments: {
        type: 'array',
        description: 'The first 20, oldest first.',
        items: { $ref: '#/components/schemas/Comment' },
      },
      my_vote: myVote,
    },
  }

  toObject() {
    const row = this.resource
    return {
      id: row.id,
      title: row.title,
      content: row.content,
      published: row.published,
      user_id: row.user_id,
      author: new AuthorTransformer(row).toObject(),
      votes_count: row.votes_count,
      upvotes: row.upvotes,
      downvotes: row.downvotes,
      comments_count: row.comments_count,
      locked: row.locked,
      published_at: row.published_at,
      created_at: row.created_at,
      updated_at: row.updated_at,
    }
  }
}

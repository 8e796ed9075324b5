import { BaseTransformer } from '@adonisjs/core/transformers'
import AuthorTransformer, { type AuthoredRow } from '#transformers/author_transformer'

export interface CommentRow extends AuthoredRow {
  id: number
  post_id: number
  parent_id: number | null
  depth: number
  content: string | null
  replies_count: number
  visible: boolean
  created_at: Date
  updated_at: Date
}

export default class CommentTransformer extends BaseTransformer<CommentRow> {
  static readonly schema = {
    type: 'object',
    required: [
      'id',
      'content',
      'post_id',
      'user_id',
      'author',
      'parent_id',
      'depth',
      'replies_count',
      'deleted',
      'created_at',
      'updated_at',
    ],
    properties: {
      id: { type: 'integer', examples: [3] },
      content: {
        type: ['string', 'null'],
        description: 'Null once deleted.',
        examples: ['Well said.'],
      },
      post_id: { type: 'integer', examples: [42] },
      user_id: { type: ['integer', 'null'], examples: [7] },
      author: { $ref: '#/components/schemas/Author' },
      parent_id: {
        type: ['integer', 'null'],
        description: 'The comment that this one answers.',
        examples: [null],
      },
      depth: { type: 'integer', description: 'How many comments stand above it.', examples: [0] },
      replies_count: {
        type: 'integer',
        description: 'How many direct replies are listed.',
        examples: [2],
      },
      deleted: {
        type: 'boolean',
        description: 'A tombstone, listed for the sake of its replies alone.',
        examples: [false],
      },
      created_at: { $ref: '#/components/schemas/Time' },
      updated_at: { $ref: '#/components/schemas/Time' },
    },
  }

  toObject() {
    const { visible, ...row } = this.resource
    return {
      id: row.id,
      content: visible ? row.content : null,
      post_id: row.post_id,
      user_id: visible ? row.user_id : null,
      author: visible ? new AuthorTransformer(row).toObject() : null,
      parent_id: row.parent_id,
      depth: row.depth,
      replies_count: row.replies_count,
      deleted: !visible,
      created_at: row.created_at,
      updated_at: row.updated_at,
    }
  }
}

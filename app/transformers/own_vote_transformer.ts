import { BaseTransformer } from '@adonisjs/core/transformers'
import PostTransformer, { type PostRow } from '#transformers/post_transformer'

/** A vote beside its post, whose times it must not hide. */
export interface OwnVoteRow extends PostRow {
  vote_dir: -1 | 1
  voted_at: Date
  turned_at: Date
}

export default class OwnVoteTransformer extends BaseTransformer<OwnVoteRow> {
  static readonly schema = {
    type: 'object',
    required: ['post_id', 'vote_dir', 'created_at', 'updated_at', 'post'],
    properties: {
      post_id: { type: 'integer', examples: [42] },
      vote_dir: { type: 'integer', enum: [-1, 1], examples: [1] },
      created_at: { $ref: '#/components/schemas/Time' },
      updated_at: {
        description: 'When it was turned last.',
        $ref: '#/components/schemas/Time',
      },
      post: { $ref: '#/components/schemas/Post' },
    },
  }

  toObject() {
    const { vote_dir: direction, voted_at: votedAt, turned_at: turnedAt, ...post } = this.resource
    return {
      post_id: post.id,
      vote_dir: direction,
      created_at: votedAt,
      updated_at: turnedAt,
      post: { ...new PostTransformer(post).toObject(), my_vote: direction },
    }
  }
}

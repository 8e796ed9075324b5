import { BaseTransformer } from '@adonisjs/core/transformers'

/** A vote as it stands, with the counts of its post after it. */
export interface VoteRow {
  post_id: number
  vote_dir: -1 | 0 | 1
  votes_count: number
  upvotes: number
  downvotes: number
}

export default class VoteTransformer extends BaseTransformer<VoteRow> {
  static readonly schema = {
    type: 'object',
    required: ['post_id', 'vote_dir', 'votes_count', 'upvotes', 'downvotes'],
    properties: {
      post_id: { type: 'integer', examples: [42] },
      vote_dir: { type: 'integer', enum: [-1, 0, 1], examples: [1] },
      votes_count: { type: 'integer', examples: [5] },
      upvotes: { type: 'integer', examples: [7] },
      downvotes: { type: 'integer', examples: [2] },
    },
  }

  toObject() {
    return this.pick(this.resource, ['post_id', 'vote_dir', 'votes_count', 'upvotes', 'downvotes'])
  }
}

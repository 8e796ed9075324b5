import { BaseTransformer } from '@adonisjs/core/transformers'
import type User from '#models/user'

const properties = {
  id: { type: 'integer', examples: [7] },
  username: { type: 'string', examples: ['alice'] },
  display_name: { type: ['string', 'null'], examples: ['Alice'] },
  bio: { type: ['string', 'null'], examples: ['Gardener, reader.'] },
  role: { type: 'string', enum: ['member', 'moderator', 'admin'] },
  created_at: { $ref: '#/components/schemas/Time' },
  posts_count: { type: 'integer', examples: [12] },
  comments_count: { type: 'integer', examples: [34] },
}

export default class UserTransformer extends BaseTransformer<User> {
  /** What everybody is shown of a user. */
  static readonly properties = properties

  static readonly schema = {
    type: 'object',
    required: Object.keys(properties),
    properties: {
      ...properties,
      email: {
        type: 'string',
        description: 'For its owner and staff alone.',
        examples: ['alice@example.org'],
      },
    },
  }

  static readonly ownSchema = {
    type: 'object',
    required: [...Object.keys(properties), 'email'],
    properties: { ...properties, email: { type: 'string', examples: ['alice@example.org'] } },
  }

  toObject() {
    const user = this.resource
    return {
      id: user.id,
      username: user.username,
      display_name: user.displayName,
      bio: user.bio,
      role: user.role,
      created_at: user.createdAt.toJSDate(),
      posts_count: user.postsCount,
      comments_count: user.commentsCount,
    }
  }

  /** For the owner of the account, and for staff. */
  withEmail() {
    return { ...this.toObject(), email: this.resource.email }
  }
}

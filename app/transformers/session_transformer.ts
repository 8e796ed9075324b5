import { BaseTransformer } from '@adonisjs/core/transformers'
import type Session from '#models/session'

export default class SessionTransformer extends BaseTransformer<Session> {
  static readonly schema = {
    type: 'object',
    required: [
      'id',
      'current',
      'user_agent',
      'address',
      'created_at',
      'last_used_at',
      'expires_at',
    ],
    properties: {
      id: { type: 'integer', examples: [11] },
      current: {
        type: 'boolean',
        description: 'Whether this very request belongs to it.',
        examples: [true],
      },
      user_agent: { type: ['string', 'null'], examples: ['curl/8.14.1'] },
      address: { type: ['string', 'null'], examples: ['192.0.2.7'] },
      created_at: { $ref: '#/components/schemas/Time' },
      last_used_at: { $ref: '#/components/schemas/Time' },
      expires_at: { $ref: '#/components/schemas/Time' },
    },
  }

  constructor(
    resource: Session,
    protected currentId: number
  ) {
    super(resource)
  }

  toObject() {
    const session = this.resource
    return {
      id: session.id,
      current: session.id === this.currentId,
      user_agent: session.userAgent,
      address: session.address,
      created_at: session.createdAt.toJSDate(),
      last_used_at: session.lastUsedAt.toJSDate(),
      expires_at: session.expiresAt.toJSDate(),
    }
  }
}

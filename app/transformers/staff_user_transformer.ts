import { BaseTransformer } from '@adonisjs/core/transformers'
import type { Role } from '#domain/roles'
import UserTransformer from '#transformers/user_transformer'

export interface StaffUserRow {
  id: number
  email: string
  username: string
  display_name: string | null
  bio: string | null
  role: Role
  os_user: string | null
  posts_count: number
  comments_count: number
  reports_count: number
  removals_count: number
  sessions_count: number
  silenced: boolean
  silenced_until: Date | null
  suspended: boolean
  suspended_until: Date | null
  created_at: Date
  updated_at: Date
}

const until = {
  description: 'Null: for good, or not at all.',
  oneOf: [{ $ref: '#/components/schemas/Time' }, { type: 'null' }],
}

const properties = {
  ...UserTransformer.ownSchema.properties,
  updated_at: { $ref: '#/components/schemas/Time' },
  status: { type: 'string', enum: ['active', 'silenced', 'suspended'] },
  silenced: { type: 'boolean', examples: [true] },
  silenced_until: until,
  suspended: { type: 'boolean', examples: [false] },
  suspended_until: until,
  os_user: {
    type: ['string', 'null'],
    description: 'The operating-system user who acts as them from the machine.',
    examples: [null],
  },
  reports_count: {
    type: 'integer',
    description: 'Reports on them and on what they wrote; at most 10,000 are counted.',
    examples: [2],
  },
  removals_count: {
    type: 'integer',
    description: 'How often something of theirs was removed; at most 10,000 are counted.',
    examples: [1],
  },
  sessions_count: { type: 'integer', examples: [3] },
}

/** A user as staff see them. */
export default class StaffUserTransformer extends BaseTransformer<StaffUserRow> {
  static readonly schema = { type: 'object', required: Object.keys(properties), properties }

  toObject() {
    const row = this.resource
    return {
      id: row.id,
      username: row.username,
      display_name: row.display_name,
      bio: row.bio,
      role: row.role,
      created_at: row.created_at,
      posts_count: row.posts_count,
      comments_count: row.comments_count,
      email: row.email,
      updated_at: row.updated_at,
      status: row.suspended ? 'suspended' : row.silenced ? 'silenced' : 'active',
      silenced: row.silenced,
      silenced_until: row.silenced ? row.silenced_until : null,
      suspended: row.suspended,
      suspended_until: row.suspended ? row.suspended_until : null,
      os_user: row.os_user,
      reports_count: row.reports_count,
      removals_count: row.removals_count,
      sessions_count: row.sessions_count,
    }
  }
}

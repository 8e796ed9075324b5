import { BaseTransformer } from '@adonisjs/core/transformers'
import { targetTypes, type TargetType } from '#domain/moderation'
import { roles, type Role } from '#domain/roles'

interface StaffActionFacts {
  name: string
  description: string
  targetType: TargetType
  role: Role
  inverse: string | null
  takes: readonly string[]
}

const properties = {
  name: { type: 'string', examples: ['post.remove'] },
  description: { type: 'string', examples: ['Take a post out of sight'] },
  target_type: { type: 'string', enum: targetTypes },
  role: { type: 'string', enum: roles, description: 'The least role that may.' },
  inverse: {
    type: ['string', 'null'],
    description: 'What takes it back.',
    examples: ['post.restore'],
  },
  takes: {
    type: 'array',
    description: 'What it takes beside its target and the reason.',
    items: { type: 'string' },
    examples: [['until']],
  },
}

/** What a staff action is. */
export default class StaffActionTransformer extends BaseTransformer<StaffActionFacts> {
  static readonly schema = { type: 'object', required: Object.keys(properties), properties }

  toObject() {
    const { name, description, targetType, role, inverse, takes } = this.resource
    const fields = takes.map((field) => (field === 'osUser' ? 'os_user' : field))
    return { name, description, target_type: targetType, role, inverse, takes: fields }
  }
}

import { BaseTransformer } from '@adonisjs/core/transformers'
import type { Role } from '#domain/roles'

/** The columns that any row carries to show who wrote it; null once the account is erased. */
export interface AuthoredRow {
  user_id: number | null
  author_username: string | null
  author_display_name: string | null
  author_role: Role | null
}

export default class AuthorTransformer extends BaseTransformer<AuthoredRow> {
  static readonly schema = {
    type: ['object', 'null'],
    description: 'Who wrote it; null once the account is erased.',
    required: ['id', 'username', 'display_name'],
    properties: {
      id: { type: 'integer', examples: [7] },
      username: { type: 'string', examples: ['alice'] },
      display_name: { type: ['string', 'null'], examples: ['Alice'] },
    },
  }

  toObject() {
    const { user_id: id, author_username: username, author_display_name: name } = this.resource
    return id === null ? null : { id, username, display_name: name }
  }
}

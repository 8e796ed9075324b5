import { BaseTransformer } from '@adonisjs/core/transformers'
import type User from '#models/user'
import UserTransformer from '#transformers/user_transformer'

/** What a client gets when it signs in, and each time it refreshes. */
export interface TokenPair {
  accessToken: string
  refreshToken: string
  expiresIn: number
}

export default class TokenTransformer extends BaseTransformer<TokenPair> {
  static readonly schema = {
    type: 'object',
    required: ['access_token', 'token_type', 'expires_in', 'refresh_token'],
    properties: {
      access_token: {
        type: 'string',
        description: 'A JWT (RFC 9068).',
        examples: ['eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9…'],
      },
      token_type: { type: 'string', const: 'bearer' },
      expires_in: { type: 'integer', description: 'In seconds.', examples: [900] },
      refresh_token: { type: 'string', examples: ['11.4.mJ0tqXh2…'] },
    },
  }

  static readonly signedInSchema = {
    ...this.schema,
    required: [...this.schema.required, 'user'],
    properties: { ...this.schema.properties, user: { $ref: '#/components/schemas/OwnUser' } },
  }

  toObject() {
    const { accessToken, refreshToken, expiresIn } = this.resource
    return {
      access_token: accessToken,
      token_type: 'bearer',
      expires_in: expiresIn,
      refresh_token: refreshToken,
    }
  }

  /** With the own profile, as a sign-in answers. */
  withUser(user: User) {
    return { ...this.toObject(), user: new UserTransformer(user).withEmail() }
  }
}

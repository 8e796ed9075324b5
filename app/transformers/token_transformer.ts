import { BaseTransformer } from '@adonisjs/core/transformers'

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

  toObject() {
    const { accessToken, refreshToken, expiresIn } = this.resource
    return {
      access_token: accessToken,
      token_type: 'bearer',
      expires_in: expiresIn,
      refresh_token: refreshToken,
    }
  }
}

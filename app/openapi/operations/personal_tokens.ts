import { created, listOf, nothing, takes, type Area } from '#openapi/operation'
import { personalToken } from '#resources/personal_token'
import { idValidator } from '#validators/lists'
import { createTokenValidator, listTokensValidator } from '#validators/personal_tokens'

export const tokenExample = {
  name: 'Nightly build',
  scopes: ['read' as const, 'posts.publish' as const],
  allowed_networks: ['192.0.2.0/24'],
}

export const personalTokens: Area = {
  tag: 'Personal tokens',
  description:
    'Tokens for programs: sent like access tokens, limited to scopes, and never refreshed. A token begins with `plz_` and ends with a checksum, so that secret scanners recognise it. It can do what both its scopes and the present role of its user allow: `read` reads, and a permission allows its writes. It can’t manage the account: profile, password, sessions and tokens need a session. A new password, a sanction that ends the sessions, a role with fewer permissions and 180 days without a use revoke it.',
  operations: {
    'personal_tokens.index': {
      summary: 'List my tokens',
      description: 'Newest first, without the tokens themselves.',
      query: listTokensValidator,
      answers: { 200: listOf(personalToken.views.PersonalToken) },
    },
    'personal_tokens.store': {
      summary: 'Make a token',
      description:
        'Keep it: no other answer has it. It ends at `expires_at`, within a year, and after a year by default. With `allowed_networks` it works only from these addresses and networks. The scopes are `read` and my own permissions. A user has up to 50 tokens; one more is 409.',
      body: takes(createTokenValidator, tokenExample),
      problems: ['conflict'],
      answers: { 201: created('NewPersonalToken') },
    },
    'personal_tokens.destroy': {
      summary: 'Revoke a token',
      description: 'It ends at once. Never limited, and taken while Plaza is read-only.',
      path: idValidator,
      answers: { 204: nothing },
    },
  },
}

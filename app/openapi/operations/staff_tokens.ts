import { created, nothing, takes, type Operation } from '#openapi/operation'
import { tokenExample } from '#openapi/operations/personal_tokens'
import { all } from '#openapi/operations/staff_reads'
import {
  createBotTokenValidator,
  listTokensValidator,
  revokeTokenValidator,
  userTokenInUrlValidator,
} from '#validators/personal_tokens'
import { userValidator } from '#validators/staff'

export const tokenOperations: Record<string, Operation> = {
  'admin.users.tokens.index': all(
    'PersonalToken',
    'List the personal tokens of a user',
    'Newest first, without the tokens themselves.',
    { path: userValidator, query: listTokensValidator }
  ),
  'admin.users.tokens.store': {
    summary: 'Make a token for a bot',
    description:
      'A bot can’t sign in, so staff make its tokens; other users make their own (409). The bot needs a lower rank than mine, and no permission that I lack.',
    path: userValidator,
    body: takes(createBotTokenValidator, tokenExample),
    problems: ['conflict', 'silenced'],
    answers: { 201: created('NewPersonalToken') },
  },
  'admin.users.tokens.destroy': {
    summary: 'Revoke a token of a user',
    description: 'It ends at once. Only of users of a lower rank.',
    path: userTokenInUrlValidator,
    query: revokeTokenValidator,
    parameters: { reason: 'Kept in the audit log, and shown to the user.' },
    problems: ['silenced'],
    answers: { 204: nothing },
  },
}

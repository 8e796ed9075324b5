import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import {
  insertToken,
  type MadeToken,
  type TokenFields,
} from '#actions/personal_tokens/insert_token'
import SecurityEvent from '#models/security_event'
import { lockUserOfSession, type SessionOfUser } from '#queries/users/lock_user_of_session'
import type { Source } from '#domain/security_event'

interface CreateTokenInput extends SessionOfUser {
  fields: TokenFields
  source: Source
  client: QueryClientContract
}

/**
 * @throws ConflictException if there are too many, ValidationException for a scope that the user lacks,
 * InvalidTokenException if the session ended meanwhile
 */
export default class CreateToken {
  handle({ userId, sessionId, fields, source, client }: CreateTokenInput): Promise<MadeToken> {
    return client.transaction(async (trx) => {
      const { user } = await lockUserOfSession({ userId, sessionId }, trx)
      const made = await insertToken(user, fields, trx)
      await SecurityEvent.record('token_created', { userId, source }, trx)
      return made
    })
  }
}

import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import {
  insertToken,
  type MadeToken,
  type TokenFields,
} from '#actions/personal_tokens/insert_token'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import SecurityEvent from '#models/security_event'
import Session from '#models/session'
import User from '#models/user'
import type { Source } from '#domain/security_event'

interface CreateTokenInput {
  userId: number
  /** 0 on the command line. */
  sessionId: number
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
      // A suspension, the end of sessions and a new password lock the row too.
      const user = await User.withRole(trx).where('id', userId).forUpdate().first()
      const isOpen = sessionId === 0 || (await isSession(sessionId, userId, trx))
      if (!user || user.isSuspended || !isOpen) {
        throw new InvalidTokenException('The session has ended')
      }
      const made = await insertToken(user, fields, trx)
      await SecurityEvent.record('token_created', { userId, source }, trx)
      return made
    })
  }
}

const isSession = (id: number, userId: number, client: TransactionClientContract) =>
  Session.query({ client }).where({ id, userId }).forShare().first()

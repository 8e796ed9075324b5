import { Bouncer } from '@adonisjs/bouncer'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import {
  insertToken,
  type MadeToken,
  type TokenFields,
} from '#actions/personal_tokens/insert_token'
import ConflictException from '#exceptions/conflict_exception'
import NotFoundException from '#exceptions/not_found_exception'
import AuditEntry from '#models/audit_entry'
import SecurityEvent from '#models/security_event'
import User from '#models/user'
import StaffPolicy from '#policies/staff_policy'
import type { Origin } from '#domain/moderation'
import type { Actor } from '#domain/roles'

interface CreateBotTokenInput {
  actor: Actor
  userId: number
  fields: TokenFields
  reason?: string
  origin: Origin
  client: QueryClientContract
}

const act = { permission: 'users.manage', targetType: 'user', givesAccess: true } as const

/**
 * Makes a token for a bot, which can't sign in. @throws NotFoundException, E_AUTHORIZATION_FAILURE, ConflictException
 * for a suspended user, a user who is no bot or one with too many tokens, ValidationException for a scope that it lacks
 */
export default class CreateBotToken {
  handle({
    actor,
    userId,
    fields,
    reason,
    origin,
    client,
  }: CreateBotTokenInput): Promise<MadeToken> {
    return client.transaction(async (trx) => {
      const bot = await User.withRole(trx).where('id', userId).forNoKeyUpdate().first()
      if (!bot) throw new NotFoundException('user')
      await new Bouncer(actor).with(StaffPolicy).authorize('act', act, bot)
      if (!bot.bot) throw new ConflictException('It is no bot: users make their own tokens.')
      if (bot.isSuspended) throw new ConflictException('The bot is suspended.')
      const made = await insertToken(bot, fields, trx)
      await SecurityEvent.record('token_created', { userId: bot.id, source: null }, trx)
      const { name, scopes } = fields
      await AuditEntry.record(
        {
          action: 'user.create_token',
          targetType: 'user',
          targetId: bot.id,
          subjectId: bot.id,
          reason,
          after: { token_id: made.id, name, scopes },
        },
        origin,
        trx
      )
      return made
    })
  }
}

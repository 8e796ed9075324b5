import { Bouncer } from '@adonisjs/bouncer'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import ConflictException from '#exceptions/conflict_exception'
import ForbiddenException from '#exceptions/forbidden_exception'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import { queueMails } from '#mail/outbox'
import Invite from '#models/invite'
import User from '#models/user'
import RolePolicy from '#policies/role_policy'
import { lockedRole } from '#queries/roles/find_role'
import { ROLE_PERMISSION } from '#domain/invite'
import type { Actor } from '#domain/roles'

interface CreateInviteInput {
  actor: Actor
  maxUses?: number
  expiresAt?: Date
  role?: string
  /** Gets a mail with the link. Only this e-mail can sign up with it. */
  email?: string
  client: QueryClientContract
}

export interface MadeInvite {
  id: number
  /** Null: only the mail has it. */
  token: string | null
}

/** @throws ForbiddenException, E_AUTHORIZATION_FAILURE for a role that the actor may not give, ConflictException */
export default class CreateInvite {
  handle({ actor, client, ...fields }: CreateInviteInput): Promise<MadeInvite> {
    return client.transaction(async (trx) => {
      // A suspension or demotion of the inviter locks the row too.
      const inviter = await User.query({ client: trx })
        .where('id', actor.id)
        .forNoKeyUpdate()
        .first()
      if (!inviter || inviter.isSuspended) throw new InvalidTokenException('The session has ended')
      if (fields.role !== undefined) await refuseRole(actor, fields.role, trx)
      await refuseTooMany(actor.id, trx)
      const invite = await insert(actor.id, fields, trx)
      if (invite.email === null) return { id: invite.id, token: await invite.open() }
      await queueMails([{ kind: 'invite', id: invite.id }], trx)
      return { id: invite.id, token: null }
    })
  }
}

async function insert(
  userId: number,
  { maxUses = 1, expiresAt, role, email }: Omit<CreateInviteInput, 'actor' | 'client'>,
  client: TransactionClientContract
): Promise<Invite> {
  const term = expiresAt ? DateTime.fromJSDate(expiresAt) : DateTime.now().plus({ week: 1 })
  const row = { userId, role: role ?? null, email: email ?? null, maxUses, expiresAt: term }
  const { id } = await Invite.create(row, { client })
  return Invite.findOrFail(id, { client })
}

async function refuseRole(actor: Actor, name: string, client: TransactionClientContract) {
  if (!actor.permissions.has(ROLE_PERMISSION)) {
    throw new ForbiddenException(`A role needs the permission ${ROLE_PERMISSION}.`)
  }
  const role = await lockedRole(name, '/role', client)
  await new Bouncer(actor).with(RolePolicy).authorize('assign', role)
}

async function refuseTooMany(userId: number, client: TransactionClientContract) {
  const { rows } = await client.rawQuery(
    `select count(*)::integer as open from invites
     where user_id = ? and uses < max_uses and expires_at > now()`,
    [userId]
  )
  if (rows[0].open < Invite.maxPerUser) return
  throw new ConflictException(
    `A user has up to ${Invite.maxPerUser} open invites. Revoke an invite that you no longer need.`
  )
}

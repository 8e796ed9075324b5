import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import SessionsEnded from '#events/sessions_ended'
import InvalidCredentialsException from '#exceptions/invalid_credentials_exception'
import SuspendedException from '#exceptions/suspended_exception'
import AuditEntry from '#models/audit_entry'
import { hasSecondFactor } from '#models/second_factor_state'
import Session, { type SessionParts } from '#models/session'
import User from '#models/user'
import { deviceOf } from '#http/device'
import { queueMails } from '#mail/outbox'
import { afterCommit } from '#db/after_commit'
import { run } from '#db/statement'
import type { AuthenticationMethod } from '#domain/second_factor'
import type { Source } from '#domain/security_event'
import type { Credentials } from '#queries/users/find_credentials'

export interface NewSession {
  user: Pick<Credentials, 'id' | 'password'>
  source: Source
  /** Seconds without a refresh until the session ends. */
  lifetime: number
  methods: AuthenticationMethod[]
  client: QueryClientContract
}

/**
 * Over the limit, the least recently used session ends. @throws SuspendedException, InvalidCredentialsException if the
 * account changed since the check of the password, or has an unproved second factor
 */
export async function insertSession(input: NewSession): Promise<SessionParts> {
  const { user, source, lifetime, methods, client } = input
  const secret = Session.newSecret()
  const agent = source.userAgent?.slice(0, 300) ?? null
  const device = deviceOf(source)
  const values = [user.id, user.password, secret, agent, source.address, lifetime, methods, device]
  const [opened] = await run<Opened>({ ...openSession, values }, client)
  if (!opened) return refuse(user, client)

  const { id, generation, authenticated_at: authenticatedAt, crowded_out: crowdedOut } = opened
  const { unknown_device: event } = opened
  if (event !== null) await queueMails([{ kind: 'new_sign_in', id: event }], client)
  if (crowdedOut.length > 0) await afterCommit(client, () => SessionsEnded.dispatch(crowdedOut))
  return { id, userId: user.id, generation, secret, methods, authenticatedAt }
}

interface Opened {
  id: number
  generation: number
  authenticated_at: Date
  crowded_out: number[]
  /** The event of a sign-in from a new device; null also for the first sign-in. */
  unknown_device: number | null
}

/** The delete does not see the new row, so it keeps one session less. */
const openSession = {
  name: 'open session',
  text: `
    with proved as (
      select id from users
      where id = $1 and password = $2 and (suspended_at is null or suspended_until <= now())
        and ('mfa' = any($7::text[]) or not ${hasSecondFactor()})
      for share
    ), opened as (
      insert into sessions (user_id, secret, user_agent, address, expires_at, amr)
      select id, $3, $4, $5,
        now() + least($6 * interval '1 second', interval '${Session.maxDays} days'), $7
      from proved
      returning id, generation, authenticated_at
    ), logged as (
      insert into security_events (user_id, event, address, user_agent, device)
      select $1, 'signed_in', $5, $4, $8 from opened
      returning id
    ), crowded_out as (
      delete from sessions using opened where sessions.id in (
        select id from sessions where user_id = $1
        order by last_used_at desc, id desc offset ${Session.maxPerUser - 1}
      ) returning sessions.id
    )
    select id, generation, authenticated_at,
      (select coalesce(json_agg(id), '[]') from crowded_out) as crowded_out,
      (select logged.id from logged
        where exists (select from security_events where user_id = $1 and device is not null)
          and not exists (select from security_events where user_id = $1 and device = $8)
      ) as unknown_device
    from opened`,
}

async function refuse(
  { id, password }: NewSession['user'],
  client: QueryClientContract
): Promise<never> {
  const same = await User.query({ client }).where({ id, password }).first()
  if (!same?.isSuspended) throw new InvalidCredentialsException()
  const why = await AuditEntry.query({ client })
    .where({ subjectId: id, action: 'user.suspend' })
    .orderBy('id', 'desc')
    .first()
  throw new SuspendedException(same.suspendedUntil?.toJSDate() ?? null, why?.reason)
}

import SessionsEnded from '#events/sessions_ended'
import InvalidCredentialsException from '#exceptions/invalid_credentials_exception'
import SuspendedException from '#exceptions/suspended_exception'
import AuditEntry from '#models/audit_entry'
import Session, { type SessionParts } from '#models/session'
import User from '#models/user'
import { run } from '#db/statement'
import type { Credentials } from '#queries/users/find_credentials'

interface OpenSessionInput {
  user: Credentials
  userAgent?: string
  address: string
  /** Seconds without a refresh until the session ends. */
  lifetime: number
}

/**
 * Signs a user in. Over the session limit, the least recently used session ends.
 * @throws InvalidCredentialsException if the account changed since the password check, SuspendedException
 */
export default class OpenSession {
  async handle(input: OpenSessionInput): Promise<SessionParts> {
    const { user, userAgent, address, lifetime } = input
    const secret = Session.newSecret()
    const agent = userAgent?.slice(0, 300) ?? null
    const values = [user.id, user.password, secret, agent, address, lifetime]
    const [opened] = await run<Opened>({ ...openSession, values })
    if (!opened) return refuse(user)

    const { id, generation, crowded_out: crowdedOut } = opened
    if (crowdedOut.length > 0) await SessionsEnded.dispatch(crowdedOut)
    return { id, userId: user.id, generation, secret }
  }
}

interface Opened {
  id: number
  generation: number
  crowded_out: number[]
}

/**
 * Opens no session if the password changed or the account is gone or suspended.
 * The delete does not see the new row, so it keeps one session less.
 */
const openSession = {
  name: 'open session',
  text: `
    with proved as (
      select id from users
      where id = $1 and password = $2 and (suspended_at is null or suspended_until <= now())
      for share
    ), opened as (
      insert into sessions (user_id, secret, user_agent, address, expires_at)
      select id, $3, $4, $5, now() + $6 * interval '1 second' from proved
      returning id, generation
    ), logged as (
      insert into security_events (user_id, event, address, user_agent)
      select $1, 'signed_in', $5, $4 from opened
    ), crowded_out as (
      delete from sessions using opened where sessions.id in (
        select id from sessions where user_id = $1
        order by last_used_at desc, id desc offset ${Session.maxPerUser - 1}
      ) returning sessions.id
    )
    select id, generation, (select coalesce(json_agg(id), '[]') from crowded_out) as crowded_out
    from opened`,
}

async function refuse({ id, password }: Credentials): Promise<never> {
  const same = await User.query().where({ id, password }).first()
  if (!same?.isSuspended) throw new InvalidCredentialsException()
  const why = await AuditEntry.query()
    .where({ subjectId: id, action: 'user.suspend' })
    .orderBy('id', 'desc')
    .first()
  throw new SuspendedException(same.suspendedUntil?.toJSDate() ?? null, why?.reason)
}

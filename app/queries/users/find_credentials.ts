import { read } from '#db/statement'
import { hasSecondFactor } from '#models/second_factor_state'

export interface Credentials {
  id: number
  /** A hash. */
  password: string
  /** An application before the decision of staff: no account has it. */
  waits?: boolean
  hasSecondFactor: boolean
}

/** By e-mail or user name, in any case. */
export async function findCredentials(identifier: string): Promise<Credentials | undefined> {
  // Every e-mail has an @, and no user name has one.
  const column = identifier.includes('@') ? 'email' : 'username'
  const [found] = await read<Credentials>({
    name: `credentials by ${column}`,
    // A bot has no password.
    text: `
      (select id, password, ${hasSecondFactor()} as "hasSecondFactor", false as waits from users
       where lower(${column}) = lower($1) and password is not null)
      union all
      (select 0, password, false, true from sign_ups
       where lower(${column}) = lower($1) and applied_at is not null and rejected_at is null
       order by id desc limit 1)
      order by waits limit 1`,
    values: [identifier],
  })
  return found
}

/** In one snapshot, so that no password is checked for an ended session. */
export async function credentialsOfSession(sessionId: number): Promise<Credentials | undefined> {
  const [found] = await read<Credentials>({
    name: 'credentials by session',
    text: `select users.id, users.password, ${hasSecondFactor()} as "hasSecondFactor"
      from sessions join users on users.id = sessions.user_id
      where sessions.id = $1 and users.erased_at is null`,
    values: [sessionId],
  })
  return found
}

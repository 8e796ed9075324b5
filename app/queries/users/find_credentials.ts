import { read } from '#db/statement'

export interface Credentials {
  id: number
  /** A hash. */
  password: string
}

/** Finds by e-mail or user name, in any case. */
export async function findCredentials(identifier: string): Promise<Credentials | undefined> {
  // Every e-mail has an @, and no user name has one.
  const column = identifier.includes('@') ? 'email' : 'username'
  const [found] = await read<Credentials>({
    name: `credentials by ${column}`,
    // A bot has no password.
    text: `select id, password from users
      where lower(${column}) = lower($1) and password is not null`,
    values: [identifier],
  })
  return found
}

/** In one snapshot, so that no password is checked for an ended session. */
export async function credentialsOfSession(sessionId: number): Promise<Credentials | undefined> {
  const [found] = await read<Credentials>({
    name: 'credentials by session',
    text: `select users.id, users.password from sessions join users on users.id = sessions.user_id
      where sessions.id = $1 and users.erased_at is null`,
    values: [sessionId],
  })
  return found
}

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
    text: `select id, password from users where lower(${column}) = lower($1)`,
    values: [identifier],
  })
  return found
}

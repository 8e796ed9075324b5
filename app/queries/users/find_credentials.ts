import { read } from '#db/statement'

/** What a password is proved against. */
export interface Credentials {
  id: number
  /** Its hash. */
  password: string
}

/** Of whoever has this e-mail or user name, in whatever case; nothing of nobody. */
export async function findCredentials(identifier: string): Promise<Credentials | undefined> {
  // No user name has an @, and no e-mail none.
  const column = identifier.includes('@') ? 'email' : 'username'
  const [found] = await read<Credentials>({
    name: `credentials by ${column}`,
    text: `select id, password from users where lower(${column}) = lower($1)`,
    values: [identifier],
  })
  return found
}

import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import UsernameTakenException from '#exceptions/username_taken_exception'
import { refuseTaken } from '#queries/users/refuse_taken'
import { randomUsername } from '#domain/username'

interface Wanted {
  email: string
  username: string | null
}

/** The asked user name, or another one if it was taken since. @throws EmailTakenException */
export async function freeUsername(
  { email, username }: Wanted,
  client: QueryClientContract
): Promise<string> {
  const name = username ?? randomUsername()
  try {
    await refuseTaken({ email, username: name }, client)
    return name
  } catch (error) {
    if (!(error instanceof UsernameTakenException)) throw error
    await refuseTaken({ email }, client)
    return randomUsername()
  }
}

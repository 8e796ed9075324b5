import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { takenOr } from '#db/taken'
import User from '#models/user'
import { refuseTaken } from '#queries/users/refuse_taken'
import { randomUsername } from '#domain/username'

interface SignUpInput {
  email: string
  password: string
  username?: string
  displayName?: string | null
  client: QueryClientContract
}

/**
 * Without a username, chooses one that does not reveal the email.
 * @throws EmailTakenException, UsernameTakenException
 */
export default class SignUp {
  async handle({ username = randomUsername(), client, ...details }: SignUpInput): Promise<User> {
    await refuseTaken({ email: details.email, username }, client)
    try {
      const user = await User.create({ ...details, username }, { client })
      return await user.refresh()
    } catch (error) {
      throw takenOr(error)
    }
  }
}

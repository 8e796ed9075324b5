import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { takenOr } from '#exceptions/taken'
import User from '#models/user'
import { claimNames } from '#queries/users/claim_names'
import { randomUsername } from '#support/username'

interface SignUpInput {
  email: string
  password: string
  username?: string
  displayName?: string | null
  client: QueryClientContract
}

/**
 * Opens an account; without a user name, under one that tells nothing of the e-mail.
 *
 * @throws EmailTakenException, UsernameTakenException
 */
export default class SignUp {
  async handle({ username = randomUsername(), client, ...details }: SignUpInput): Promise<User> {
    try {
      return await client.transaction(async (trx) => {
        await claimNames({ email: details.email, username }, trx)
        const user = await User.create({ ...details, username }, { client: trx })
        return user.refresh()
      })
    } catch (error) {
      throw takenOr(error)
    }
  }
}

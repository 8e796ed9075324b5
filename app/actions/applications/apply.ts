import hash from '@adonisjs/core/services/hash'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import SignUp from '#models/sign_up'
import { refuseTaken } from '#queries/users/refuse_taken'

interface ApplyInput {
  email: string
  password: string
  username?: string
  displayName?: string | null
  language?: string | null
  acceptedTerms: string | null
  /** The text that staff read. */
  application: string
  address: string
  client: QueryClientContract
}

/** Puts a sign-up into the queue of staff. @throws EmailTakenException, UsernameTakenException */
export default class Apply {
  async handle({ client, password, username, ...details }: ApplyInput): Promise<void> {
    await refuseTaken({ email: details.email, username }, client)
    const row = { ...details, username: username ?? null, password: await hash.make(password) }
    await SignUp.create({ ...row, appliedAt: DateTime.now() }, { client })
  }
}

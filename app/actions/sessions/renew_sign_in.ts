import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import AccountChanged from '#events/account_changed'
import type { SessionParts } from '#models/session'
import { lockConfirmed, type Confirmation } from '#queries/users/lock_confirmed'
import type { AuthenticationMethod } from '#domain/second_factor'

interface RenewSignInInput {
  confirmed: Confirmation
  methods: AuthenticationMethod[]
}

/** Makes a sign-in fresh. @throws InvalidTokenException if the session ended or the password changed meanwhile */
export default class RenewSignIn {
  async handle({ confirmed, methods }: RenewSignInInput): Promise<SessionParts> {
    const parts = await db.transaction(async (client) => {
      const { session } = await lockConfirmed(confirmed, client)
      await session.merge({ amr: methods, authenticatedAt: DateTime.now() }).save()
      return session.parts
    })
    await AccountChanged.dispatch(confirmed.id)
    return parts
  }
}

import type SessionsEnded from '#events/sessions_ended'
import type UserUpdated from '#events/user_updated'
import cache from '#queries/coherence/cache'
import { accountSubject, sessionSubject } from '#queries/users/account_state'

/** Drops what the guard knows of an account, so that a token stops working at once. */
export default class DropAccounts {
  sessionsEnded({ sessionIds }: SessionsEnded) {
    return cache.drop(...sessionIds.map(sessionSubject))
  }

  accountChanged({ userId }: UserUpdated) {
    return cache.drop(accountSubject(userId))
  }
}

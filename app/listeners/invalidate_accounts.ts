import type SessionsEnded from '#events/sessions_ended'
import type UserUpdated from '#events/user_updated'
import cache from '#cache/cache'
import { accountTag, rolesTag, sessionTag } from '#queries/users/account_state'

/** A token must stop working at once. */
export default class InvalidateAccounts {
  sessionsEnded({ sessionIds }: SessionsEnded) {
    return cache.invalidate(...sessionIds.map(sessionTag))
  }

  accountChanged({ userId }: UserUpdated) {
    return cache.invalidate(accountTag(userId))
  }

  rolesChanged() {
    return cache.invalidate(rolesTag)
  }
}

import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import Invite from '#models/invite'

interface RevokeInviteInput {
  id: number
  userId: number
}

/** Ends an invite at once, with the sign-ups that wait on it. @throws NotFoundException */
export default class RevokeInvite {
  handle(input: RevokeInviteInput): Promise<void> {
    return db.transaction(async (client) => {
      const invite = await Invite.revoke(input, client)
      if (!invite) throw new NotFoundException('invite')
    })
  }
}

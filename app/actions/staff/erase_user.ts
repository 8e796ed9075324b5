import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ActionParams } from '#actions/staff/staff_action'
import UserAction from '#actions/staff/user_action'
import UserErased from '#events/user_erased'
import type User from '#models/user'
import { deletions } from '#queue/queues'

/** Hides an account at once; a job erases it. Its posts and comments stay without an author. */
export default class EraseUser extends UserAction {
  override readonly name = 'user.erase'
  override readonly description = 'Erase an account for good'
  override readonly permission = 'users.manage'

  protected override factsOf() {
    return {}
  }

  protected override async change(user: User, _: ActionParams, client: TransactionClientContract) {
    await user.erase()
    await deletions.send({ type: 'user', id: user.id }, { client })
    await this.endAccess(user, client)
    return { erased: true }
  }

  override async publish(user: User) {
    await super.publish(user)
    await UserErased.dispatch(user.id)
  }
}

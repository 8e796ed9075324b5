import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import UserAction from '#actions/staff/user_action'
import UserErased from '#events/user_erased'
import User from '#models/user'

/** Erases an account: all that is personal goes for good, posts and comments stay without an author. */
export default class EraseUser extends UserAction {
  override readonly name = 'user.erase'
  override readonly description = 'Erase an account for good'
  override readonly role = 'admin'

  protected override async find(id: number, client: TransactionClientContract) {
    await User.lockTouchedPosts(id, client)
    return super.find(id, client)
  }

  protected override async change(user: User) {
    await user.erase()
    return { erased: true }
  }

  protected override tell({ id }: User) {
    return UserErased.dispatch(id)
  }
}

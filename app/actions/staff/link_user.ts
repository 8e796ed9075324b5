import type { ActionParams } from '#actions/staff/staff_action'
import UserAction from '#actions/staff/user_action'
import ConflictException from '#exceptions/conflict_exception'
import { takenOr } from '#db/taken'
import type User from '#models/user'
import { isStaff } from '#domain/roles'

/** Null unlinks. */
export default class LinkUser extends UserAction {
  override readonly name = 'user.link'
  override readonly description = 'Name the operating-system user who acts as a member of staff'
  override readonly permission = 'users.manage'
  override readonly givesAccess = true
  override readonly takes = ['osUser'] as const
  override readonly settlesReports = false

  protected override async change(user: User, { osUser = null }: ActionParams) {
    if (user.bot && osUser) throw new ConflictException('A bot acts only by its tokens.')
    if (!isStaff(user)) throw new ConflictException('Only staff act from the machine.')
    await user
      .merge({ osUser })
      .save()
      .catch((error) => Promise.reject(takenOr(error)))
  }
}

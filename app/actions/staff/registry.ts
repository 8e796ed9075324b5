import BarMedia from '#actions/staff/bar_media'
import EndUserSessions from '#actions/staff/end_user_sessions'
import EraseUser from '#actions/staff/erase_user'
import LinkUser from '#actions/staff/link_user'
import LockPost from '#actions/staff/lock_post'
import RemoveComment from '#actions/staff/remove_comment'
import RemoveMedia from '#actions/staff/remove_media'
import RemovePost from '#actions/staff/remove_post'
import ResetUserPassword from '#actions/staff/reset_user_password'
import RescueUser from '#actions/staff/rescue_user'
import RestoreComment from '#actions/staff/restore_comment'
import RestoreMedia from '#actions/staff/restore_media'
import RestorePost from '#actions/staff/restore_post'
import SetUserRole from '#actions/staff/set_user_role'
import SilenceUser from '#actions/staff/silence_user'
import SuspendUser from '#actions/staff/suspend_user'
import type StaffAction from '#actions/staff/staff_action'
import UnbarMedia from '#actions/staff/unbar_media'
import UnlockPost from '#actions/staff/unlock_post'
import UnsilenceUser from '#actions/staff/unsilence_user'
import UnsuspendUser from '#actions/staff/unsuspend_user'
import WarnUser from '#actions/staff/warn_user'

const classes = [
  RemovePost,
  RestorePost,
  LockPost,
  UnlockPost,
  RemoveComment,
  RestoreComment,
  RemoveMedia,
  RestoreMedia,
  BarMedia,
  UnbarMedia,
  WarnUser,
  SilenceUser,
  UnsilenceUser,
  SuspendUser,
  UnsuspendUser,
  EndUserSessions,
  ResetUserPassword,
  RescueUser,
  SetUserRole,
  LinkUser,
  EraseUser,
]

export const staffActions: readonly Pick<
  StaffAction,
  'name' | 'description' | 'targetType' | 'permission' | 'inverse' | 'takes'
>[] = classes.map((Action) => new Action())

export const staffActionNames = staffActions.map(({ name }) => name)

/** One instance for each run. */
export function staffAction(name: string): StaffAction {
  const index = staffActionNames.indexOf(name as StaffAction['name'])
  return new classes[index]() as unknown as StaffAction
}

const oneByOne = ['user.erase', 'user.rescue']

/** The actions of batches: those that take only a reason and a term. */
export const batchActionNames = staffActions
  .filter(
    ({ name, takes }) => !oneByOne.includes(name) && takes.every((field) => field === 'until')
  )
  .map(({ name }) => name)

import { role } from '#cli/grammar/options'
import type { TargetType } from '#domain/moderation'

/** A command for one staff action: the differences in grammar and answer. */
export interface StaffCommand {
  /** Its name in the registry of actions. */
  action: string
  subject: 'users' | 'posts' | 'comments' | 'media'
  name: string
  description: string
  /** The outcome for people: `Suspended @alice`. */
  done: string
  /** An argument after the target. */
  value?: { name: string; field: 'role' | 'os_user'; parse?: (text: string) => string }
  takesUntil?: boolean
  /** Asks for confirmation. */
  asks?: boolean
  /** Gives the user a new password, which is shown once. */
  makesPassword?: boolean
  /** The actor is the machine itself, for admins too, unless `--as` names an account. */
  byMachine?: boolean
  /** Must be confirmed by name. */
  isFinal?: boolean
}

/** The subject of a type of target. */
export const subjectOf = {
  user: 'users',
  post: 'posts',
  comment: 'comments',
  media: 'media',
} as const satisfies Record<TargetType, StaffCommand['subject']>

/** What people call one of them. */
export const singularOf = { users: 'user', posts: 'post', comments: 'comment', media: 'file' }

/** Every command that does a staff action. */
export const staffCommands: StaffCommand[] = [
  {
    action: 'user.warn',
    subject: 'users',
    name: 'warn',
    description: 'Warn a user, who sees the reason',
    done: 'Warned',
  },
  {
    action: 'user.silence',
    subject: 'users',
    name: 'silence',
    description: 'Stop a user from writing; reading stays possible',
    done: 'Silenced',
    takesUntil: true,
  },
  {
    action: 'user.unsilence',
    subject: 'users',
    name: 'unsilence',
    description: 'Let a user write again',
    done: 'Unsilenced',
  },
  {
    action: 'user.suspend',
    subject: 'users',
    name: 'suspend',
    description: 'Bar a user from signing in, and end all sessions and tokens',
    done: 'Suspended',
    takesUntil: true,
    asks: true,
  },
  {
    action: 'user.unsuspend',
    subject: 'users',
    name: 'unsuspend',
    description: 'Let a user sign in again',
    done: 'Unsuspended',
  },
  {
    action: 'user.end_sessions',
    subject: 'users',
    name: 'end-sessions',
    description: 'Sign a user out everywhere, and revoke all personal tokens',
    done: 'Ended the sessions of',
    asks: true,
  },
  {
    action: 'user.reset_password',
    subject: 'users',
    name: 'reset-password',
    description: 'Give a user a new password, which is shown once',
    done: 'Reset the password of',
    asks: true,
    makesPassword: true,
  },
  {
    action: 'user.rescue',
    subject: 'users',
    name: 'rescue',
    description: 'Remove all second factors of a user, and mail a link for a new password',
    done: 'Rescued',
    asks: true,
    byMachine: true,
  },
  {
    action: 'user.set_role',
    subject: 'users',
    name: 'set-role',
    description: 'Give a user another role',
    done: 'Set the role of',
    value: { name: 'role', field: 'role', parse: role },
  },
  {
    action: 'user.link',
    subject: 'users',
    name: 'link',
    description: 'Link a staff account to an operating-system user; without one, unlink it',
    done: 'Linked',
    value: { name: '[os-user]', field: 'os_user' },
  },
  {
    action: 'user.erase',
    subject: 'users',
    name: 'erase',
    description: 'Erase the account for good; posts and comments stay, without an author',
    done: 'Erased',
    asks: true,
    isFinal: true,
  },
  {
    action: 'post.remove',
    subject: 'posts',
    name: 'remove',
    description: 'Take a post out of every list and search',
    done: 'Removed',
    asks: true,
  },
  {
    action: 'post.restore',
    subject: 'posts',
    name: 'restore',
    description: 'Restore a removed post, or one from your trash, with its votes and comments',
    done: 'Restored',
  },
  {
    action: 'post.lock',
    subject: 'posts',
    name: 'lock',
    description: 'Stop comments and votes on a post',
    done: 'Locked',
  },
  {
    action: 'post.unlock',
    subject: 'posts',
    name: 'unlock',
    description: 'Allow comments and votes on a post again',
    done: 'Unlocked',
  },
  {
    action: 'comment.remove',
    subject: 'comments',
    name: 'remove',
    description: 'Remove a comment from view',
    done: 'Removed',
    asks: true,
  },
  {
    action: 'comment.restore',
    subject: 'comments',
    name: 'restore',
    description: 'Restore a removed comment',
    done: 'Restored',
  },
  {
    action: 'media.remove',
    subject: 'media',
    name: 'remove',
    description: 'Take a file out of sight, with its bytes',
    done: 'Removed',
    asks: true,
  },
  {
    action: 'media.restore',
    subject: 'media',
    name: 'restore',
    description: 'Restore a removed file',
    done: 'Restored',
  },
  {
    action: 'media.bar',
    subject: 'media',
    name: 'bar',
    description: 'Take a content out of sight in the files of all users, and refuse its uploads',
    done: 'Barred',
    asks: true,
  },
  {
    action: 'media.unbar',
    subject: 'media',
    name: 'unbar',
    description: 'Show a barred content again, and allow its uploads',
    done: 'Unbarred',
  },
]

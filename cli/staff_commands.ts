/** A command that does one staff action, as far as the grammar and its answer differ by it. */
export interface StaffCommand {
  /** Its name in the registry of actions. */
  action: string
  subject: 'users' | 'posts' | 'comments'
  name: string
  description: string
  /** What was done, for people: `Suspended @alice`. */
  done: string
  /** An argument after the target. */
  value?: { name: string; field: 'role' | 'os_user'; choices?: string[] }
  takesUntil?: boolean
  /** Asks before it does it. */
  asks?: boolean
  /** Gives the user a new password, which is shown once. */
  makesPassword?: boolean
  /** Has to be confirmed by name. */
  isFinal?: boolean
}

/** Every command that does a staff action. */
export const staffCommands: StaffCommand[] = [
  {
    action: 'user.warn',
    subject: 'users',
    name: 'warn',
    description: 'Tell a user what they must not do',
    done: 'Warned',
  },
  {
    action: 'user.silence',
    subject: 'users',
    name: 'silence',
    description: 'Let a user read, and not write',
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
    description: 'Bar a user from signing in, and end all sessions',
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
    description: 'Sign a user out everywhere',
    done: 'Ended the sessions of',
    asks: true,
  },
  {
    action: 'user.reset_password',
    subject: 'users',
    name: 'reset-password',
    description: 'Make a new password, which is shown once',
    done: 'Reset the password of',
    asks: true,
    makesPassword: true,
  },
  {
    action: 'user.set_role',
    subject: 'users',
    name: 'set-role',
    description: 'Make a user a member, a moderator or an admin',
    done: 'Set the role of',
    value: { name: 'role', field: 'role', choices: ['member', 'moderator', 'admin'] },
  },
  {
    action: 'user.link',
    subject: 'users',
    name: 'link',
    description: 'Name the operating-system user who acts as a member of staff; none to unlink',
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
    description: 'Bring a removed post back, with its votes and comments',
    done: 'Restored',
  },
  {
    action: 'post.lock',
    subject: 'posts',
    name: 'lock',
    description: 'Let a post take no more comments and votes',
    done: 'Locked',
  },
  {
    action: 'post.unlock',
    subject: 'posts',
    name: 'unlock',
    description: 'Let a post take comments and votes again',
    done: 'Unlocked',
  },
  {
    action: 'comment.remove',
    subject: 'comments',
    name: 'remove',
    description: 'Take a comment away',
    done: 'Removed',
    asks: true,
  },
  {
    action: 'comment.restore',
    subject: 'comments',
    name: 'restore',
    description: 'Bring a removed comment back',
    done: 'Restored',
  },
]

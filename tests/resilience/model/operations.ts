import type { Command } from '#tests/resilience/model/commands'
import type { ModelState } from '#tests/resilience/model/state'

/** A command with names instead of picks. A post has the name of the turn that wrote it. */
export type Operation =
  | { kind: 'sign up'; name: string; twice: boolean }
  | { kind: 'sign in'; user: string }
  | { kind: 'post'; name: string; user: string; title: string; published: boolean; twice: boolean }
  | { kind: 'edit'; user: string; post: string; title: string; published?: boolean }
  | { kind: 'tag'; user: string; post: string; tags: string[] }
  | { kind: 'schedule' | 'publish' | 'unpublish'; user: string; post: string }
  | { kind: 'save copy'; user: string; post: string; title: string }
  | { kind: 'discard copy' | 'trash' | 'untrash' | 'delete'; user: string; post: string }
  | { kind: 'vote'; user: string; post: string; direction: -1 | 0 | 1 }
  | {
      kind: 'comment'
      name: string
      user: string
      post: string
      parent: string | null
      content: string
      twice: boolean
    }
  | { kind: 'edit comment'; user: string; comment: string; content: string }
  | { kind: 'delete comment'; user: string; comment: string }
  | { kind: 'remove' | 'restore'; post: string }
  | { kind: 'remove comment' | 'restore comment'; comment: string }
  | { kind: 'suspend' | 'unsuspend' | 'erase'; user: string }

/** The names of everything ever created, because reads also ask for deleted rows. */
export interface Names {
  users: string[]
  posts: string[]
  comments: string[]
}

/** @returns null if there is no target for the command yet */
export function operationFor(
  command: Command,
  name: string,
  names: Names,
  state: ModelState
): Operation | null {
  const one = (from: string[], at: number) => from[at % from.length] as string | undefined
  const user = 'user' in command ? one(names.users, command.user)! : ''
  const post = 'post' in command ? one(names.posts, command.post) : ''
  const comment = 'comment' in command ? one(names.comments, command.comment) : ''
  if (post === undefined || comment === undefined) return null

  switch (command.kind) {
    case 'sign up':
      return { ...command, name }
    case 'post':
      return { ...command, user, name, title: `Written ${name}` }
    case 'edit':
      return { ...command, user, post, title: `Edited ${name}` }
    case 'save copy':
      return { ...command, user, post, title: `Prepared ${name}` }
    case 'comment': {
      // Mostly a reply to a comment on the same post. Any other is refused.
      const near = names.comments.filter((each) => state.comments.get(each)?.post === post)
      const from = near.length > 0 ? near : names.comments
      const parent = command.under === undefined ? null : (one(from, command.under) ?? null)
      return { kind: 'comment', name, user, post, parent, content: name, twice: command.twice }
    }
    case 'edit comment':
      return { ...command, user, comment, content: `Edited ${name}` }
    case 'delete comment':
      return { ...command, user, comment }
    case 'remove':
    case 'restore':
      return { ...command, post }
    case 'remove comment':
    case 'restore comment':
      return { ...command, comment }
    case 'tag':
    case 'discard copy':
    case 'schedule':
    case 'publish':
    case 'unpublish':
    case 'trash':
    case 'untrash':
    case 'delete':
    case 'vote':
      return { ...command, user, post }
    default:
      return { ...command, user }
  }
}

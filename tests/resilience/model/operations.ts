import { isAccessCommand } from '#tests/resilience/model/access_commands'
import {
  accessOperationFor,
  type AccessOperation,
  type Held,
} from '#tests/resilience/model/access_operations'
import type { Command, OfType, OwnComment } from '#tests/resilience/model/commands'
import type { ModelState, Place } from '#tests/resilience/model/state'
import { BUILT_IN_TYPE } from '#domain/types/type'

/** A command with names instead of picks. A post has the name of the turn that wrote it. */
export type Operation = Named & {
  /** That of the user, by its name. */
  session?: string
}

type Named =
  | { kind: 'sign up'; name: string; twice: boolean }
  | {
      kind: 'post'
      name: string
      user: string
      title: string
      published: boolean
      twice: boolean
      type: string
      place: Place
    }
  | { kind: 'edit'; user: string; post: string; title: string; published?: boolean }
  | { kind: 'tag'; user: string; post: string; tags: string[] }
  | { kind: 'place'; user: string; post: string; place: Place }
  | { kind: 'retype'; user: string; post: string; type: string }
  | { kind: 'schedule' | 'publish' | 'unpublish'; user: string; post: string }
  | { kind: 'save copy'; user: string; post: string; title: string }
  | { kind: 'discard copy' | 'trash' | 'untrash' | 'delete'; user: string; post: string }
  | { kind: 'ask for review'; user: string; post: string }
  | { kind: 'preview'; name: string; user: string; post: string }
  | { kind: 'answer review'; post: string; state: 'approved' | 'changes_requested' }
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
  | { kind: OwnComment; user: string; comment: string }
  | { kind: 'remove' | 'restore'; post: string }
  | { kind: 'remove comment' | 'restore comment'; comment: string }
  | { kind: 'suspend' | 'unsuspend'; user: string }
  | { kind: 'erase'; user: string; password: string }
  | AccessOperation
  | TypeOperation

type WithType<C> = C extends unknown ? Omit<C, 'type'> & { type: string } : never
export type TypeOperation = WithType<OfType>

/** The names of everything ever created, because reads also ask for deleted rows. */
export interface Names extends Held {
  posts: string[]
  comments: string[]
  previews: string[]
  types: string[]
}

const forAll: Command['kind'][] = ['vote', 'comment']

/** Of eight picks, so many are the author of a post or a comment. Any other user is refused. */
const MOSTLY = 6

/** @returns null if there is no target for the command yet */
export function operationFor(
  command: Command,
  name: string,
  names: Names,
  state: ModelState
): Operation | null {
  if (isAccessCommand(command)) return accessOperationFor(command, name, names, state)
  const one = (from: string[], at: number) => from[at % from.length] as string | undefined
  const post = 'post' in command ? one(names.posts, command.post) : ''
  const comment = 'comment' in command ? one(names.comments, command.comment) : ''
  if (post === undefined || comment === undefined) return null
  const { author = null } = state.posts.get(post) ?? state.comments.get(comment) ?? {}
  const isForAuthor = !forAll.includes(command.kind)
  const picked = 'user' in command ? command.user : 0
  const user = isForAuthor && author && picked < MOSTLY ? author : one(names.users, picked)!

  switch (command.kind) {
    case 'sign up':
      return { ...command, name }
    case 'post': {
      const type = one([...state.types.keys()], command.type ?? 0)
      const isTyped = command.type !== undefined && type !== undefined
      const typed = isTyped ? { type, place: command.place } : { type: BUILT_IN_TYPE, place: null }
      return { ...command, ...typed, user, name, title: `Written ${name}` }
    }
    case 'retype': {
      const type = command.type === undefined ? BUILT_IN_TYPE : one(names.types, command.type)!
      return { ...command, user, post, type }
    }
    case 'put type':
    case 'delete type':
      return { ...command, type: one(names.types, command.type)! }
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
    case 'bring comment back':
    case 'purge comment':
      return { ...command, user, comment }
    case 'preview':
      return { ...command, name, user, post }
    case 'answer review':
    case 'remove':
    case 'restore':
      return { ...command, post }
    case 'remove comment':
    case 'restore comment':
      return { ...command, comment }
    case 'tag':
    case 'place':
    case 'ask for review':
    case 'discard copy':
    case 'schedule':
    case 'publish':
    case 'unpublish':
    case 'trash':
    case 'untrash':
    case 'delete':
    case 'vote':
      return { ...command, user, post }
    case 'erase':
      return { ...command, user, password: state.users.get(user)!.password }
    default:
      return { ...command, user }
  }
}

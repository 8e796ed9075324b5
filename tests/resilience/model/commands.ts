import * as fc from 'fast-check'
import { anyAccessCommand, type AccessCommand } from '#tests/resilience/model/access_commands'
import { constant, pick, record, type Pick } from '#tests/resilience/model/picks'
import type { Place, Schema } from '#tests/resilience/model/state'

export type Command =
  | { kind: 'sign up'; twice: boolean }
  | { kind: 'post'; user: Pick; published: boolean; twice: boolean; type?: Pick; place: Place }
  | { kind: 'edit'; user: Pick; post: Pick; published?: boolean }
  | { kind: 'tag'; user: Pick; post: Pick; tags: string[] }
  | { kind: 'place'; user: Pick; post: Pick; place: Place }
  | { kind: 'retype'; user: Pick; post: Pick; type?: Pick }
  | { kind: 'schedule' | 'publish' | 'unpublish'; user: Pick; post: Pick }
  | { kind: 'save copy'; user: Pick; post: Pick }
  | { kind: 'discard copy'; user: Pick; post: Pick }
  | { kind: 'trash' | 'untrash' | 'delete'; user: Pick; post: Pick }
  | { kind: 'ask for review'; user: Pick; post: Pick }
  | { kind: 'preview'; user: Pick; post: Pick }
  | { kind: 'answer review'; post: Pick; state: 'approved' | 'changes_requested' }
  | { kind: 'vote'; user: Pick; post: Pick; direction: -1 | 0 | 1 }
  | { kind: 'comment'; user: Pick; post: Pick; under?: Pick; twice: boolean }
  | { kind: 'edit comment'; user: Pick; comment: Pick }
  | { kind: OwnComment; user: Pick; comment: Pick }
  | { kind: 'remove' | 'restore'; post: Pick }
  | { kind: 'remove comment' | 'restore comment'; comment: Pick }
  | { kind: 'suspend' | 'unsuspend'; user: Pick }
  | { kind: 'erase'; user: Pick }
  | AccessCommand
  | OfType

/**
 * What an admin does with a type. Each has a turn of its own: what is written at the moment of a new schema
 * passes the former one.
 */
export type OfType =
  | {
      kind: 'put type'
      type: Pick
      schema: Schema
      isFilterable: boolean
      listed: boolean
      force: boolean
    }
  | { kind: 'delete type'; type: Pick }

/** What an author may do with a comment. The trash has those without replies. */
const ownComment = ['delete comment', 'bring comment back', 'purge comment'] as const
export type OwnComment = (typeof ownComment)[number]

const user = pick
const post = pick
const comment = pick
const twice = fc.boolean()
const type = fc.nat({ max: 1 })
const tags = fc.subarray(['city', 'lamps', 'squares'])
const place = fc.constantFrom<Place>('Bonn', 'ulm', null)

const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 1, arbitrary: record({ kind: constant('sign up'), twice }) },
  {
    weight: 6,
    arbitrary: record(
      {
        kind: constant('post'),
        user,
        published: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
        twice,
        type,
        place,
      },
      { requiredKeys: ['kind', 'user', 'published', 'twice', 'place'] }
    ),
  },
  {
    weight: 4,
    arbitrary: record(
      { kind: constant('edit'), user, post, published: fc.boolean() },
      { requiredKeys: ['kind', 'user', 'post'] }
    ),
  },
  { weight: 3, arbitrary: record({ kind: constant('tag'), user, post, tags }) },
  { weight: 4, arbitrary: record({ kind: constant('place'), user, post, place }) },
  {
    weight: 2,
    arbitrary: record(
      { kind: constant('retype'), user, post, type },
      { requiredKeys: ['kind', 'user', 'post'] }
    ),
  },
  {
    weight: 4,
    arbitrary: record({
      kind: constant('put type'),
      type,
      schema: fc.constantFrom<Schema>('no data', 'any place', 'a capital letter'),
      isFilterable: fc.boolean(),
      listed: fc.boolean(),
      force: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: record({ kind: constant('delete type'), type }) },
  {
    weight: 4,
    arbitrary: record({ kind: fc.constantFrom('schedule', 'publish', 'unpublish'), user, post }),
  },
  { weight: 4, arbitrary: record({ kind: constant('save copy'), user, post }) },
  { weight: 1, arbitrary: record({ kind: constant('discard copy'), user, post }) },
  { weight: 4, arbitrary: record({ kind: fc.constantFrom('trash', 'untrash'), user, post }) },
  { weight: 1, arbitrary: record({ kind: constant('delete'), user, post }) },
  { weight: 2, arbitrary: record({ kind: constant('ask for review'), user, post }) },
  { weight: 2, arbitrary: record({ kind: constant('preview'), user, post }) },
  {
    weight: 2,
    arbitrary: record({
      kind: constant('answer review'),
      post,
      state: fc.constantFrom('approved' as const, 'changes_requested' as const),
    }),
  },
  {
    weight: 7,
    arbitrary: record({
      kind: constant('vote'),
      user,
      post,
      direction: fc.constantFrom(-1 as const, 0 as const, 1 as const),
    }),
  },
  {
    weight: 8,
    arbitrary: record(
      { kind: constant('comment'), user, post, under: comment, twice },
      { requiredKeys: ['kind', 'user', 'post', 'twice'] }
    ),
  },
  { weight: 2, arbitrary: record({ kind: constant('edit comment'), user, comment }) },
  {
    weight: 6,
    arbitrary: record({ kind: fc.constantFrom(...ownComment), user, comment }),
  },
  { weight: 2, arbitrary: record({ kind: fc.constantFrom('remove', 'restore'), post }) },
  {
    weight: 2,
    arbitrary: record({ kind: fc.constantFrom('remove comment', 'restore comment'), comment }),
  },
  { weight: 2, arbitrary: record({ kind: fc.constantFrom('suspend', 'unsuspend'), user }) },
  { weight: 1, arbitrary: record({ kind: constant('erase'), user }) },
  { weight: 26, arbitrary: anyAccessCommand }
)

/** Turns, one after the other. The commands of a turn are simultaneous. */
export const histories = fc.array(fc.array(anyCommand, { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 24,
  size: 'max',
})

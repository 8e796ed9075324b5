import * as fc from 'fast-check'

/** A number that picks one of the existing things when the command runs. */
type Pick = number

export type Command =
  | { kind: 'sign up'; twice: boolean }
  | { kind: 'sign in'; user: Pick }
  | { kind: 'post'; user: Pick; published: boolean; twice: boolean }
  | { kind: 'edit'; user: Pick; post: Pick; published?: boolean }
  | { kind: 'tag'; user: Pick; post: Pick; tags: string[] }
  | { kind: 'schedule' | 'publish' | 'unpublish'; user: Pick; post: Pick }
  | { kind: 'save copy'; user: Pick; post: Pick }
  | { kind: 'discard copy'; user: Pick; post: Pick }
  | { kind: 'trash' | 'untrash' | 'delete'; user: Pick; post: Pick }
  | { kind: 'vote'; user: Pick; post: Pick; direction: -1 | 0 | 1 }
  | { kind: 'comment'; user: Pick; post: Pick; under?: Pick; twice: boolean }
  | { kind: 'edit comment'; user: Pick; comment: Pick }
  | { kind: 'delete comment'; user: Pick; comment: Pick }
  | { kind: 'remove' | 'restore'; post: Pick }
  | { kind: 'remove comment' | 'restore comment'; comment: Pick }
  | { kind: 'suspend' | 'unsuspend'; user: Pick }
  | { kind: 'erase'; user: Pick }

/** Plain objects, so that a failed history can be pasted into a test. */
const record: typeof fc.record = (model: any, options: any = {}) =>
  fc.record(model, { noNullPrototype: true, ...options }) as any

const pick = fc.nat({ max: 7 })
const user = pick
const post = pick
const comment = pick
const twice = fc.boolean()
const tags = fc.subarray(['city', 'lamps', 'squares'])
const constant = <T extends string>(value: T) => fc.constant(value)

const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 1, arbitrary: record({ kind: constant('sign up'), twice }) },
  { weight: 2, arbitrary: record({ kind: constant('sign in'), user }) },
  {
    weight: 6,
    arbitrary: record({
      kind: constant('post'),
      user,
      published: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
      twice,
    }),
  },
  {
    weight: 4,
    arbitrary: record(
      { kind: constant('edit'), user, post, published: fc.boolean() },
      { requiredKeys: ['kind', 'user', 'post'] }
    ),
  },
  { weight: 3, arbitrary: record({ kind: constant('tag'), user, post, tags }) },
  {
    weight: 4,
    arbitrary: record({ kind: fc.constantFrom('schedule', 'publish', 'unpublish'), user, post }),
  },
  { weight: 4, arbitrary: record({ kind: constant('save copy'), user, post }) },
  { weight: 1, arbitrary: record({ kind: constant('discard copy'), user, post }) },
  { weight: 4, arbitrary: record({ kind: fc.constantFrom('trash', 'untrash'), user, post }) },
  { weight: 1, arbitrary: record({ kind: constant('delete'), user, post }) },
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
  { weight: 4, arbitrary: record({ kind: constant('delete comment'), user, comment }) },
  { weight: 2, arbitrary: record({ kind: fc.constantFrom('remove', 'restore'), post }) },
  {
    weight: 2,
    arbitrary: record({ kind: fc.constantFrom('remove comment', 'restore comment'), comment }),
  },
  { weight: 2, arbitrary: record({ kind: fc.constantFrom('suspend', 'unsuspend'), user }) },
  { weight: 1, arbitrary: record({ kind: constant('erase'), user }) }
)

/** Turns, one after the other. The commands of a turn are simultaneous. */
export const histories = fc.array(fc.array(anyCommand, { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 24,
  size: 'max',
})

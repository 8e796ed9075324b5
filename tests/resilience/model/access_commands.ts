import * as fc from 'fast-check'
import { constant, pick, record, type Pick } from '#tests/resilience/model/picks'

/** What a user tries to prove a second factor with. */
export type ProofKind = 'code' | 'recovery code' | 'wrong code'

interface Tried {
  user: Pick
  /** Sent as two requests at once, if it has a turn of its own. */
  isTwin: boolean
}

/** What opens an account, or ends what did. A step picks among the operations that the state allows. */
export type AccessCommand =
  | (Tried & { kind: 'sign in'; isOld: boolean; proof: ProofKind; code: Pick })
  | (Tried & { kind: 'app'; step: Pick })
  | (Tried & { kind: 'link'; step: Pick; proof: ProofKind; code: Pick })
  | (Tried & { kind: 'token'; token: Pick; step: Pick })
  | (Tried & { kind: 'change password'; isOld: boolean })
  | (Tried & { kind: 'confirm e-mail' })
  | { kind: 'promote' | 'demote'; user: Pick }

const kinds = [
  'sign in',
  'app',
  'link',
  'token',
  'change password',
  'confirm e-mail',
  'promote',
  'demote',
]

export const isAccessCommand = <C extends { kind: string }>(
  command: C
): command is Extract<C, { kind: AccessCommand['kind'] }> => kinds.includes(command.kind)

const isRare = fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, fc.constant(true))
const tried = { user: pick, isTwin: isRare }
const step = fc.nat({ max: 3 })
const proof = fc.oneof(
  { weight: 3, arbitrary: constant('code') },
  { weight: 3, arbitrary: constant('recovery code') },
  { weight: 1, arbitrary: constant('wrong code') }
)
/** Few, so that some are tried again. */
const code = fc.nat({ max: 2 })

export const anyAccessCommand: fc.Arbitrary<AccessCommand> = fc.oneof(
  {
    weight: 6,
    arbitrary: record({ kind: constant('sign in'), ...tried, isOld: isRare, proof, code }),
  },
  { weight: 6, arbitrary: record({ kind: constant('app'), ...tried, step }) },
  { weight: 3, arbitrary: record({ kind: constant('link'), ...tried, step, proof, code }) },
  { weight: 6, arbitrary: record({ kind: constant('token'), ...tried, token: pick, step }) },
  { weight: 2, arbitrary: record({ kind: constant('change password'), ...tried, isOld: isRare }) },
  { weight: 1, arbitrary: record({ kind: constant('confirm e-mail'), ...tried }) },
  { weight: 2, arbitrary: record({ kind: fc.constantFrom('promote', 'demote'), user: pick }) }
)

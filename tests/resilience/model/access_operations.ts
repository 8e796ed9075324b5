import type { AccessCommand, ProofKind } from '#tests/resilience/model/access_commands'
import type { ModelState, ModelUser } from '#tests/resilience/model/state'

/** A code of an app, one of a list of recovery codes, or another text. */
export type Proof = { app: string } | { codes: string; at: number } | 'wrong'

/** Secrets have the name of the operation that made them. */
export type AccessOperation =
  | { kind: 'sign in' | 'change password'; name: string; user: string; password: string }
  | { kind: 'answer'; name: string; user: string; challenge: string; proof: Proof }
  | { kind: 'begin app' | 'remove app' | 'renew codes'; name: string; user: string }
  | { kind: 'confirm app'; name: string; user: string; secret: string }
  | { kind: 'ask for link'; name: string; user: string }
  | { kind: 'use link'; name: string; user: string; link: string; proof: Proof }
  | { kind: 'confirm e-mail'; user: string }
  | { kind: 'make token'; name: string; user: string; canInvite: boolean }
  | { kind: 'use token'; token: string }
  | { kind: 'revoke token'; user: string; token: string }
  | { kind: 'promote' | 'demote'; user: string }

const kinds = {
  'sign in': true,
  'answer': true,
  'begin app': true,
  'confirm app': true,
  'remove app': true,
  'renew codes': true,
  'change password': true,
  'ask for link': true,
  'use link': true,
  'confirm e-mail': true,
  'make token': true,
  'use token': true,
  'revoke token': true,
  'promote': true,
  'demote': true,
} satisfies Record<AccessOperation['kind'], true>

export const isAccess = <O extends { kind: string }>(
  operation: O
): operation is Extract<O, { kind: AccessOperation['kind'] }> => operation.kind in kinds

/** What the clients were given. */
export interface Held {
  users: string[]
  /** By user. */
  links: Map<string, string[]>
  challenges: ReadonlyMap<string, string>
  tokens: string[]
}

export function accessOperationFor(
  command: AccessCommand,
  name: string,
  held: Held,
  state: ModelState
): AccessOperation {
  const user = held.users[command.user % held.users.length]
  const account = state.users.get(user)!
  const common = { name, user }
  switch (command.kind) {
    case 'sign in': {
      const challenge = [...state.challenges].findLast(
        ([one, { user: of, password }]) =>
          of === user &&
          held.challenges.has(one) &&
          (command.isOld || password === account.password)
      )
      if (challenge) {
        const proof = proofFor(account, command)
        return { kind: 'answer', ...common, challenge: challenge[0], proof }
      }
      return { kind: 'sign in', ...common, password: passwordOf(account, command.isOld) }
    }
    case 'app':
      return { ...appOperation(account, command.step), ...common }
    case 'link': {
      const known = held.links.get(user) ?? []
      const link = command.step === 1 ? known[0] : account.link
      if (command.step === 0 || !link || !known.includes(link)) {
        return { kind: 'ask for link', ...common }
      }
      return { kind: 'use link', ...common, link, proof: proofFor(account, command) }
    }
    case 'token': {
      const token = held.tokens[command.token % held.tokens.length] as string | undefined
      if (command.step === 0 || token === undefined) {
        return { kind: 'make token', ...common, canInvite: account.canInvite }
      }
      if (command.step < 3) return { kind: 'use token', token }
      return { kind: 'revoke token', user: state.tokens.get(token)?.user ?? user, token }
    }
    case 'change password':
      return { kind: 'change password', ...common, password: passwordOf(account, command.isOld) }
    default:
      return { kind: command.kind, user }
  }
}

const passwordOf = ({ password, formerPassword }: ModelUser, isOld: boolean) =>
  (isOld && formerPassword) || password

function appOperation({ app }: ModelUser, step: number) {
  if (!app || (step === 0 && !app.isOn)) return { kind: 'begin app' } as const
  const confirmation = { kind: 'confirm app', secret: app.secret } as const
  if (!app.isOn) return confirmation
  const changes = ['remove app', 'renew codes', 'begin app'] as const
  return step === 3 ? confirmation : { kind: changes[step] }
}

function proofFor(
  { app, codes }: ModelUser,
  { proof, code }: { proof: ProofKind; code: number }
): Proof {
  if (proof === 'code' && app) return { app: app.secret }
  if (proof === 'recovery code' && codes) return { codes: codes.of, at: code }
  return 'wrong'
}

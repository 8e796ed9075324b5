import type { AccessOperation, Proof } from '#tests/resilience/model/access_operations'
import { done, refused, type Outcome } from '#tests/resilience/model/outcome'
import type { ModelState, ModelUser } from '#tests/resilience/model/state'

/** Beyond it, the oldest challenge of a user ends. */
const MAX_CHALLENGES = 10

type Sent = AccessOperation & { session?: string }
type OfUser = Exclude<Sent, { kind: 'use token' }>

/** What opens an account, or ends what did. */
export function handleAccess(operation: Sent, state: ModelState): Outcome {
  if (operation.kind === 'use token') {
    const token = state.tokens.get(operation.token)
    if (!token) return refused(401)
    return token.canInvite ? done(201) : refused(403)
  }
  const user = state.users.get(operation.user)!
  return withoutSession(operation, user, state) ?? inSession(operation, user, state)
}

/** @returns undefined for what needs a session */
function withoutSession(
  operation: OfUser,
  user: ModelUser,
  state: ModelState
): Outcome | undefined {
  switch (operation.kind) {
    case 'sign in':
      if (user.erased || user.password !== operation.password) return refused(401)
      if (user.app?.isOn) {
        ask(operation, state)
        return refused(401)
      }
      if (user.suspended) return refused(403)
      user.sessions.add(operation.name)
      return done()
    case 'answer': {
      const challenge = state.challenges.get(operation.challenge)
      const isProved = challenge && canProve(user, operation.proof)
      if (!isProved || challenge.password !== user.password) return refused(401)
      // What is refused uses nothing up.
      if (user.suspended) return refused(403)
      useUp(user, operation.proof)
      state.challenges.delete(operation.challenge)
      user.sessions.add(operation.name)
      return done()
    }
    case 'ask for link':
      if (!user.erased) user.link = operation.name
      return done(202)
    case 'use link':
      if (user.link !== operation.link) return refused(422)
      if (user.app?.isOn) {
        if (!canProve(user, operation.proof)) return refused(422)
        useUp(user, operation.proof)
      }
      setPassword(operation, state)
      user.link = null
      return done(204)
    case 'confirm e-mail':
      if (user.erased || user.isConfirmed) return refused(422)
      user.isConfirmed = true
      return done(204)
    case 'promote':
    case 'demote': {
      if (user.erased) return refused(404)
      const canInvite = operation.kind === 'promote'
      if (user.canInvite === canInvite) return refused(409)
      user.canInvite = canInvite
      if (!canInvite) revokeTokens(operation.user, state)
      return done(201)
    }
    default:
      return undefined
  }
}

function inSession(operation: OfUser, user: ModelUser, state: ModelState): Outcome {
  if (!user.sessions.has(operation.session!)) return refused(401)
  const { app } = user
  switch (operation.kind) {
    case 'begin app':
      if (app?.isOn) return refused(409)
      user.app = { secret: operation.name, isOn: false, isCodeUsed: false }
      return done()
    case 'confirm app':
      if (!app || app.isOn) return refused(409)
      if (app.secret !== operation.secret) return refused(422)
      Object.assign(app, { isOn: true, isCodeUsed: true })
      user.codes = { of: operation.name, used: new Set() }
      return done()
    case 'remove app':
      if (!app?.isOn) return refused(404)
      Object.assign(user, { app: null, codes: null })
      return done(204)
    case 'renew codes':
      if (!app?.isOn) return refused(409)
      user.codes = { of: operation.name, used: new Set() }
      return done()
    case 'change password':
      if (user.password !== operation.password) return refused(422)
      setPassword(operation, state)
      user.sessions.add(operation.name)
      return done()
    case 'make token': {
      const { name, canInvite } = operation
      if (canInvite && !user.canInvite) return refused(422)
      state.tokens.set(name, { user: operation.user, canInvite })
      return done(201)
    }
    case 'revoke token':
      if (state.tokens.get(operation.token)?.user !== operation.user) return refused(404)
      state.tokens.delete(operation.token)
      return done(204)
    default:
      throw new Error(`${operation.kind} needs no session`)
  }
}

/** All sessions and personal tokens of a user. */
export function endAccess(name: string, state: ModelState) {
  state.users.get(name)!.sessions.clear()
  revokeTokens(name, state)
}

function setPassword({ user: of, name }: { user: string; name: string }, state: ModelState) {
  const user = state.users.get(of)!
  Object.assign(user, { formerPassword: user.password, password: name })
  endAccess(of, state)
}

function revokeTokens(of: string, { tokens }: ModelState) {
  for (const [name, { user }] of tokens) if (user === of) tokens.delete(name)
}

function ask(
  { name, user, password }: { name: string; user: string; password: string },
  { challenges }: ModelState
) {
  challenges.set(name, { user, password })
  const own = [...challenges].filter(([, challenge]) => challenge.user === user)
  if (own.length > MAX_CHALLENGES) challenges.delete(own[0][0])
}

function canProve({ app, codes }: ModelUser, proof: Proof): boolean {
  if (proof === 'wrong') return false
  if ('app' in proof) return app?.isOn === true && app.secret === proof.app && !app.isCodeUsed
  return codes?.of === proof.codes && !codes.used.has(proof.at)
}

function useUp({ app, codes }: ModelUser, proof: Proof) {
  if (proof === 'wrong') return
  if ('app' in proof) app!.isCodeUsed = true
  else codes!.used.add(proof.at)
}

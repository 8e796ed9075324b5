import { randomUUID } from 'node:crypto'
import type { AccessOperation, Proof } from '#tests/resilience/model/access_operations'
import type { Keys } from '#tests/resilience/model/keys'
import type { Request } from '#tests/resilience/model/requests'
import { canary } from '#tests/resilience/support/canaries'
import { totpOf } from '#tests/support/authenticator'

/** What a promoted user may do beside all others. */
export const inviter = {
  name: 'inviter',
  rank: 0,
  permissions: ['posts.publish', 'comments.write', 'votes.cast', 'invites.create'],
}

interface Known {
  /** The id of a user by name. */
  idOf: (name: string) => number | undefined
  keys: Keys
}

export function accessRequestOf(
  operation: AccessOperation & { session?: string },
  { idOf, keys }: Known
): Request {
  const as = { session: operation.session! }
  const newPassword = (name: string) => {
    const password = canary(`a new secret ${randomUUID()}`)
    keys.passwords.set(name, password)
    return password
  }
  switch (operation.kind) {
    case 'sign in': {
      const username = keys.emails.get(operation.user)
      const body = { username, password: keys.passwords.get(operation.password) }
      return { method: 'POST', path: '/login', body }
    }
    case 'answer': {
      const challenge = keys.challenges.get(operation.challenge)
      const body = { challenge, ...proofOf(operation.proof, keys) }
      return { method: 'POST', path: '/login/second-factor', body }
    }
    case 'begin app':
      return { method: 'POST', path: '/users/me/totp', body: {}, as }
    case 'confirm app': {
      const body = { code: totpOf(keys.secrets.get(operation.secret)!, keys.at) }
      return { method: 'PUT', path: '/users/me/totp', body, as }
    }
    case 'remove app':
      return { method: 'DELETE', path: '/users/me/totp', as }
    case 'renew codes':
      return { method: 'POST', path: '/users/me/recovery-codes', body: {}, as }
    case 'change password': {
      const { name, password } = operation
      const body = {
        current_password: keys.passwords.get(password),
        new_password: newPassword(name),
      }
      return { method: 'PUT', path: '/users/me/password', body, as }
    }
    case 'ask for link': {
      const body = { email: keys.emails.get(operation.user) }
      return { method: 'POST', path: '/password-resets', body }
    }
    case 'use link': {
      const token = keys.linkTokens.get(operation.link)
      const proof = proofOf(operation.proof, keys)
      const body = { token, new_password: newPassword(operation.name), ...proof }
      return { method: 'POST', path: '/password-resets/confirm', body }
    }
    case 'confirm e-mail': {
      const body = { token: keys.confirmations.get(operation.user) }
      return { method: 'POST', path: '/email-confirmations', body }
    }
    case 'make token': {
      const scopes = operation.canInvite ? ['read', 'invites.create'] : ['read']
      return { method: 'POST', path: '/tokens', body: { name: operation.name, scopes }, as }
    }
    case 'use token': {
      const { token } = keys.tokens.get(operation.token)!
      return { method: 'POST', path: '/invites', body: {}, as: { token } }
    }
    case 'revoke token': {
      const { id } = keys.tokens.get(operation.token)!
      return { method: 'DELETE', path: `/tokens/${id}`, as }
    }
    case 'promote':
    case 'demote': {
      const role = operation.kind === 'promote' ? inviter.name : 'member'
      const target = { target_id: idOf(operation.user), reason: 'So the history says.' }
      const body = { action: 'user.set_role', role, ...target }
      return { method: 'POST', path: '/admin/actions', body, as: { role: 'admin' } }
    }
  }
}

function proofOf(proof: Proof, { secrets, recoveryCodes, at }: Keys) {
  if (proof === 'wrong') return { recovery_code: 'none of them' }
  if ('app' in proof) return { code: totpOf(secrets.get(proof.app)!, at) }
  return { recovery_code: recoveryCodes.get(proof.codes)![proof.at] }
}

import type { AccessOperation, Held } from '#tests/resilience/model/access_operations'
import { canary } from '#tests/resilience/support/canaries'
import type { Answer } from '#tests/support/wire'

interface Key {
  user: string
  token: string
}

/** All that the users of a history were given, by the name of the operation that gave it. */
export class Keys implements Pick<Held, 'links'> {
  /** The time whose codes an app shows, the same for all requests of a turn: milliseconds since 1970. */
  at = Date.now()
  /** By user. */
  emails = new Map<string, string>()
  /** By user: the token of the link that confirms the e-mail. */
  confirmations = new Map<string, string>()
  passwords = new Map<string, string>()
  sessions = new Map<string, Key>()
  tokens = new Map<string, Key & { id: number }>()
  /** Of authenticator apps. */
  secrets = new Map<string, string>()
  recoveryCodes = new Map<string, string[]>()
  challenges = new Map<string, string>()
  linkTokens = new Map<string, string>()
  /** By user. */
  links = new Map<string, string[]>()

  /** What an answer gives. */
  keep(operation: AccessOperation, { status, json }: Answer) {
    if (!('name' in operation)) return
    const { name, user } = operation
    const isAsked = status === 401 && operation.kind === 'sign in' && json.challenge
    if (isAsked) this.challenges.set(name, canary(json.challenge))
    if (status >= 300) return
    switch (operation.kind) {
      case 'sign in':
      case 'answer':
      case 'change password':
        this.sessions.set(name, { user, token: canary(json.access_token) })
        break
      case 'begin app':
        this.secrets.set(name, canary(json.secret))
        break
      case 'confirm app':
      case 'renew codes':
        this.recoveryCodes.set(name, json.recovery_codes.map(canary))
        break
      case 'make token':
        this.tokens.set(name, { user, id: json.id, token: canary(json.token) })
    }
  }

  keepLink(name: string, { user, token }: Key) {
    this.linkTokens.set(name, canary(token))
    this.links.set(user, [...(this.links.get(user) ?? []), name])
  }
}

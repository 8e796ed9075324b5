import type { IncomingMessage } from 'node:http'
import type { Actor } from '#domain/roles'

/** A user of the command line on this machine. */
export interface LocalOperator {
  /** Null: the machine itself. */
  account: (Actor & { silencedUntil: number | null }) | null

  osUser: string

  host: string
}

/** A WeakMap outside the request: no data from the network can get in. */
const localOperators = new WeakMap<IncomingMessage, LocalOperator>()

/** Marks a request as local. Only the command line calls this. */
export function markAsLocal(request: IncomingMessage, localOperator: LocalOperator): void {
  localOperators.set(request, localOperator)
}

export const localOperatorOf = (request: IncomingMessage): LocalOperator | undefined =>
  localOperators.get(request)

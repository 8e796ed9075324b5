import type { IncomingMessage } from 'node:http'
import type { Actor } from '#domain/roles'

/** Who asks from the command line of this very machine. */
export interface LocalOperator {
  /** Whom they act as; null for the machine itself, which makes the first admin. */
  account: (Actor & { silencedUntil: number | null }) | null

  /** The operating-system user. */
  osUser: string

  /** The name of the machine. */
  host: string
}

/** Kept beside the requests and not in them: nothing that comes over the network gets in here. */
const localOperators = new WeakMap<IncomingMessage, LocalOperator>()

/** Marks a request as one of the local command line, which alone calls this. */
export function markAsLocal(request: IncomingMessage, localOperator: LocalOperator): void {
  localOperators.set(request, localOperator)
}

/** The localOperator who makes a request; undefined for one that came over the network. */
export const localOperatorOf = (request: IncomingMessage): LocalOperator | undefined =>
  localOperators.get(request)

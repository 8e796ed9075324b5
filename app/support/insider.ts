import type { IncomingMessage } from 'node:http'
import type { Actor } from '#support/roles'

/** Who asks from the command line of this very machine. */
export interface Insider {
  /** Whom they act as; null for the machine itself, which makes the first admin. */
  account: (Actor & { silencedUntil: number | null }) | null

  /** The operating-system user. */
  osUser: string

  /** The name of the machine. */
  host: string
}

/** Kept beside the requests and not in them: nothing that comes over the network gets in here. */
const insiders = new WeakMap<IncomingMessage, Insider>()

/** Marks a request as one of the local command line, which alone calls this. */
export function admit(request: IncomingMessage, insider: Insider): void {
  insiders.set(request, insider)
}

/** The insider who makes a request; undefined for one that came over the network. */
export const insiderOf = (request: IncomingMessage): Insider | undefined => insiders.get(request)

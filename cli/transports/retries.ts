import { setTimeout as wait } from 'node:timers/promises'
import { NoAnswer, secondsIn } from '#cli/transports/no_answer'
import type { Answer } from '#cli/transports/transport'
import type { ProblemDocument } from '#cli/failure'

/** The pauses before a request is sent again that got no answer. */
const PAUSES_MS = [500, 1000, 2000]

/** How often a request is sent again when the server says when. */
const MOST_RETRIES = 6

/** A server that asks for a longer pause is not waited for. */
const LONGEST_PAUSE_S = 60

interface Retrying {
  /** Ends the wait. */
  signal: AbortSignal
  /** Tells people why it takes so long. */
  tell: (message: string) => void
  /** Whether a server that was not reached may be there soon: it was a moment ago. */
  isKnown: () => boolean
}

/**
 * Sends a request again while that may help: the server is busy, or its answer was lost. A write has
 * to carry an `Idempotency-Key`.
 *
 * @returns the last answer, whatever that is
 * @throws NoAnswer when the last one has not come
 */
export async function persistently(
  send: () => Promise<Answer>,
  { signal, tell, isKnown }: Retrying
): Promise<Answer> {
  for (let tries = 0; ; tries++) {
    const outcome = await send().catch(asNoAnswer)
    const pause = signal.aborted ? undefined : pauseAfter(outcome, tries, isKnown())
    if (pause === undefined) {
      if (outcome instanceof NoAnswer) throw outcome
      return outcome
    }
    tell(`${reasonOf(outcome).replace(/\.$/, '')}: again in ${pause / 1000} s`)
    await wait(pause, undefined, { signal }).catch(() => {})
  }
}

function asNoAnswer(error: unknown): NoAnswer {
  if (error instanceof NoAnswer) return error
  throw error
}

/** @returns milliseconds; undefined where it is of no use to ask again */
function pauseAfter(outcome: Answer | NoAnswer, tries: number, isKnown: boolean) {
  const isLost = outcome instanceof NoAnswer
  if (isLost ? !outcome.isPassing : !isBusy(outcome)) return undefined
  const asked = isLost ? outcome.retryAfter : secondsIn(outcome.headers['retry-after'])
  if (isLost && asked === undefined) {
    return outcome.isUnreached && !isKnown ? undefined : PAUSES_MS[tries]
  }
  const seconds = Math.max(1, asked ?? 2 ** tries)
  return tries === MOST_RETRIES || seconds > LONGEST_PAUSE_S ? undefined : seconds * 1000
}

function reasonOf(outcome: Answer | NoAnswer): string {
  if (outcome instanceof NoAnswer) return outcome.message
  const { detail, title } = (outcome.body ?? {}) as Partial<ProblemDocument>
  return detail ?? title ?? `The server answered ${outcome.status}`
}

/** Whether the server would answer otherwise soon; one that is read-only is so on purpose. */
function isBusy({ status, body }: Answer) {
  const { code } = (body ?? {}) as Partial<ProblemDocument>
  if (code === 'idempotency_in_flight') return true
  return [429, 502, 503, 504].includes(status) && code !== 'read_only'
}

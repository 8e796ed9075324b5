import { setTimeout as wait } from 'node:timers/promises'
import { NoAnswer, secondsIn } from '#cli/transports/no_answer'
import type { Answer } from '#cli/transports/transport'
import type { ProblemDocument } from '#cli/failure'

/** The delays before retries of a lost request. */
const PAUSES_MS = [500, 1000, 2000]

/** The limit of retries when the server sets the delay. */
const MOST_RETRIES = 6

/** Longer delays are not waited for. */
const LONGEST_PAUSE_S = 60

interface Retrying {
  signal: AbortSignal
  tell: (message: string) => void
  /** Whether the server has answered before: then an unreachable one may come back. */
  isKnown: () => boolean
}

/**
 * Repeats a request while the server is busy, or its response was lost. A write needs an `Idempotency-
 * Key`.
 * @returns the last response
 * @throws NoAnswer if the last attempt got none
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

/** @returns milliseconds; undefined if a retry is of no use */
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

/** A read-only server is so on purpose, and a retry is of no use. */
function isBusy({ status, body }: Answer) {
  const { code } = (body ?? {}) as Partial<ProblemDocument>
  if (code === 'idempotency_in_flight') return true
  return [429, 502, 503, 504].includes(status) && code !== 'read_only'
}

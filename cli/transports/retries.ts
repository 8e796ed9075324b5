import { setTimeout as wait } from 'node:timers/promises'
import { NoResponse, secondsIn } from '#cli/transports/no_response'
import type { TransportResponse } from '#cli/transports/transport'
import type { ProblemDocument } from '#cli/failure'

/** The delays before retries of a lost request. */
const BACKOFF_MS = [500, 1000, 2000]

/** The limit of retries when the server sets the delay. */
const MAX_RETRIES = 6

/** Longer delays are not waited for. */
const MAX_RETRY_AFTER_S = 60

interface Retrying {
  signal: AbortSignal
  notify: (message: string) => void
  /** Whether the server has answered before: then an unreachable one may come back. */
  wasReached: () => boolean
}

/**
 * Repeats a request while the server is busy or responses get lost. A write needs an `Idempotency-Key`.
 * @throws NoResponse if the last attempt got none
 */
export async function withRetries(
  send: () => Promise<TransportResponse>,
  { signal, notify, wasReached }: Retrying
): Promise<TransportResponse> {
  for (let tries = 0; ; tries++) {
    const outcome = await send().catch(asNoResponse)
    const delay = signal.aborted ? undefined : delayAfter(outcome, tries, wasReached())
    if (delay === undefined) {
      if (outcome instanceof NoResponse) throw outcome
      return outcome
    }
    notify(`${reasonOf(outcome).replace(/\.$/, '')}: again in ${delay / 1000} s`)
    await wait(delay, undefined, { signal }).catch(() => {})
  }
}

function asNoResponse(error: unknown): NoResponse {
  if (error instanceof NoResponse) return error
  throw error
}

/** @returns milliseconds; undefined if a retry is of no use */
function delayAfter(outcome: TransportResponse | NoResponse, tries: number, wasReached: boolean) {
  const isLost = outcome instanceof NoResponse
  if (isLost ? !outcome.isPassing : !isBusy(outcome)) return undefined
  const asked = isLost ? outcome.retryAfter : secondsIn(outcome.headers['retry-after'])
  if (isLost && asked === undefined) {
    return outcome.isUnreached && !wasReached ? undefined : BACKOFF_MS[tries]
  }
  const seconds = Math.max(1, asked ?? 2 ** tries)
  return tries === MAX_RETRIES || seconds > MAX_RETRY_AFTER_S ? undefined : seconds * 1000
}

function reasonOf(outcome: TransportResponse | NoResponse): string {
  if (outcome instanceof NoResponse) return outcome.message
  const { detail, title } = (outcome.body ?? {}) as Partial<ProblemDocument>
  return detail ?? title ?? `The server answered ${outcome.status}`
}

/** A server is read-only on purpose, so a retry is no help. */
function isBusy({ status, body }: TransportResponse) {
  const { code } = (body ?? {}) as Partial<ProblemDocument>
  if (code === 'idempotency_in_flight') return true
  return [429, 502, 503, 504].includes(status) && code !== 'read_only'
}

import type { IncomingMessage, RequestListener } from 'node:http'
import { refuse } from '#http/early_refusals'
import { takeLongestDelay, watchEventLoop } from '#observability/event_loop'
import { overload, type Strained } from '#observability/overload'
import { pool } from '#db/pool'

/** How often it looks how this process does, milliseconds. */
const BEAT = 250

/** What must answer however much there is to do: who asks wants to know just that. */
const exempt = /^\/(health\/(live|ready)|metrics)\/?(\?|$)/

const readers = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses requests while there is more to do than can be done in good time, before anything is done
 * about them. Where only connections to PostgreSQL are short, reads go on, as the cache answers most
 * of them: the pool refuses those that it does not.
 */
export function shedding(handle: RequestListener): RequestListener {
  return (request, response) => {
    const by = overload.isOn && reasonToRefuse(request)
    if (!by) return handle(request, response)
    overload.countShed(by)
    refuse('overloaded', response, { headers: { 'Retry-After': '2' } })
  }
}

/**
 * Begins to look how this process does.
 *
 * @param limits from when on it is overloaded: the delay of its event loop, and the wait for a
 *   connection to PostgreSQL, milliseconds
 * @returns ends it
 */
export function watchLoad(limits: { lag: number; poolWait: number }): () => void {
  const { event_loop: loopGate, pool: poolGate } = overload.gates
  watchEventLoop()
  const timer = setInterval(() => {
    loopGate.note(takeLongestDelay(), limits.lag)
    poolGate.note(pool.longestWait, limits.poolWait)
  }, BEAT).unref()
  return () => clearInterval(timer)
}

function reasonToRefuse({ method, url }: IncomingMessage): Strained | false {
  if (exempt.test(url!)) return false
  if (overload.gates.event_loop.isClosed) return 'event_loop'
  return !readers.has(method!) && !pool.hasRoom && 'pool'
}

import type { IncomingMessage, RequestListener } from 'node:http'
import { refuse } from '#http/early_refusals'
import { takeLongestDelay, watchEventLoop } from '#observability/event_loop'
import { overload, type Strained } from '#observability/overload'
import { pool } from '#db/pool'

const CHECK_INTERVAL_MS = 250

/** Health checks and metrics must answer under any load. */
const exempt = /^\/(health\/(live|ready)|metrics)\/?(\?|$)/

const readers = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Refuses requests under overload. If only PostgreSQL connections are short, reads pass: the cache answers most. */
export function shedding(handle: RequestListener): RequestListener {
  return (request, response) => {
    const by = overload.isOn && reasonToRefuse(request)
    if (!by) return handle(request, response)
    overload.countShed(by)
    refuse('overloaded', response, { headers: { 'Retry-After': '2' } })
  }
}

/** Starts the load checks. @param limits event loop delay and pool wait, in ms @returns stops the checks */
export function watchLoad(limits: { lag: number; poolWait: number }): () => void {
  const { event_loop: loopGate, pool: poolGate } = overload.gates
  watchEventLoop()
  const timer = setInterval(() => {
    loopGate.note(takeLongestDelay(), limits.lag)
    poolGate.note(pool.longestWait, limits.poolWait)
  }, CHECK_INTERVAL_MS).unref()
  return () => clearInterval(timer)
}

function reasonToRefuse({ method, url }: IncomingMessage): Strained | false {
  if (exempt.test(url!)) return false
  if (overload.gates.event_loop.isClosed) return 'event_loop'
  return !readers.has(method!) && !pool.hasRoom && 'pool'
}

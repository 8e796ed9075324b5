import { hostname } from 'node:os'
import type { Logger } from '@adonisjs/core/logger'
import { requestDurations } from '#support/metrics'

export interface CompletedRequest {
  /** Of the characters that `requestIdOf` lets pass. */
  id: string
  /** One that Node knows. */
  method: string
  /** Its pattern; `none` where there is no such route. */
  route: string
  status: number
  /** Seconds. */
  elapsed: number
  accountId?: number | null
}

/** One log line and one measurement for each request; probes and scrapes are only measured. */
const quiet = new Set(['/health/live', '/health/ready', '/metrics'])

/** Writes the line of a request; until it is known where to, requests are only measured. */
let write: ((request: CompletedRequest) => void) | undefined

/**
 * Logs requests from now on, where and how the logger does.
 *
 * Their lines are put together here: they always have the same fields, nothing secret among them, and
 * Pino takes longer for one than all else takes that Plaza does for a cached read. No text in them holds
 * a character that JSON escapes.
 *
 * @param output where the lines of the logger go
 */
export function logRequestsTo(logger: Logger, output: { write(line: string): unknown }) {
  if (!logger.isLevelEnabled('info')) return
  const level = logger.levels.values.info
  // Those that Pino tells of itself lack the two that it adds to each line.
  const bindings = { pid: process.pid, hostname: hostname(), ...logger.pino.bindings() }
  const own = JSON.stringify(bindings).slice(1, -1)
  write = ({ id, method, route, status, elapsed, accountId = null }) =>
    output.write(
      `{"level":${level},"time":${Date.now()},${own},"request_id":"${id}",` +
        `"method":"${method}","route":"${route}","status":${status},` +
        `"duration_ms":${Math.round(elapsed * 1e5) / 100},"user_id":${accountId},"msg":"request"}\n`
    )
}

/** Tells of a request that was answered. */
export function completed(request: CompletedRequest) {
  const { method, route, status, elapsed } = request
  requestDurations.note(method, route, status, elapsed)
  if (!quiet.has(route)) write?.(request)
}

import type { Logger } from '@adonisjs/core/logger'
import { requestDuration } from '#support/metrics'

export interface CompletedRequest {
  id: string
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

let lines: Logger | undefined

/** Where the lines go; until then requests are only measured. */
export function logRequestsTo(logger: Logger) {
  // They have no secrets, and looking for some would take longer than all the rest.
  lines = logger.child({}, { redact: [] })
}

/** Tells of a request that was answered. */
export function completed({ id, method, route, status, elapsed, accountId }: CompletedRequest) {
  requestDuration.observe({ method, route, status }, elapsed)
  if (quiet.has(route)) return
  lines?.info(
    {
      request_id: id,
      method,
      route,
      status,
      duration_ms: Math.round(elapsed * 1e5) / 100,
      user_id: accountId ?? null,
    },
    'request'
  )
}

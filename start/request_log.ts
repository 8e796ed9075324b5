import { hostname } from 'node:os'
import type { Logger } from '@adonisjs/core/logger'
import { requestDurations } from '#support/metrics'
import type { RequestKind } from '#support/request_durations'

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
let write: ((kind: RequestKind, request: CompletedRequest) => void) | undefined

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
  /** What is the same in each line of one kind: the fewer texts are joined for a line, the better. */
  const shared = new Map<RequestKind, string>()
  const share = (kind: RequestKind, { method, route, status }: CompletedRequest) => {
    const text =
      `,${own},"msg":"request","method":"${method}","route":"${route}","status":${status},` +
      `"request_id":"`
    shared.set(kind, text)
    return text
  }
  write = (kind, request) => {
    const { id, elapsed, accountId = null } = request
    output.write(
      `{"level":${level},"time":${Date.now()}${shared.get(kind) ?? share(kind, request)}${id}",` +
        `"duration_ms":${Math.round(elapsed * 1e5) / 100},"user_id":${accountId}}\n`
    )
  }
}

/** Tells of a request that was answered. */
export function completed(request: CompletedRequest) {
  const { method, route, status, elapsed } = request
  const kind = requestDurations.kindOf(method, route, status)
  kind.note(elapsed)
  if (!quiet.has(route)) write?.(kind, request)
}

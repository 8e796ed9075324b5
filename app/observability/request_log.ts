import { hostname } from 'node:os'
import type { Logger } from '@adonisjs/core/logger'
import { BatchedLines } from '#observability/batched_lines'
import { requestDurations } from '#observability/metrics'
import type { RequestKind } from '#observability/request_durations'

export interface CompletedRequest {
  /** Of the characters that `requestIdOf` lets pass. */
  id: string
  /** One that Node knows. */
  method: string
  /** As it was asked for: development alone may show it. */
  url: string
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
 * a character that JSON escapes. They stay in parts as long as they can: joining those of each line takes
 * twice as long as joining those of many.
 *
 * @param output where the lines of the logger go
 * @param withUrl whether they have what was asked for, and not only its route
 */
export function logRequestsTo(
  logger: Logger,
  output: { write(line: string): unknown },
  { withUrl = false } = {}
) {
  if (!logger.isLevelEnabled('info')) return
  const level = logger.levels.values.info
  // Those that Pino tells of itself lack the two that it adds to each line.
  const bindings = { pid: process.pid, hostname: hostname(), ...logger.pino.bindings() }
  const own = JSON.stringify(bindings).slice(1, -1)
  const start = `{"level":${level},"time":`
  const ofKind = new Map<RequestKind, string>()
  const describe = (kind: RequestKind, { method, route, status }: CompletedRequest) => {
    const text =
      `,${own},"msg":"request","method":"${method}","route":"${route}","status":${status},` +
      `"request_id":"`
    ofKind.set(kind, text)
    return text
  }
  const batch =
    output instanceof BatchedLines
      ? output
      : { write: (...parts: unknown[]) => output.write(parts.join('')) }

  if (withUrl) {
    write = (_, { id, url, accountId, elapsed, ...facts }) => {
      const duration = Math.round(elapsed * 1e5) / 100
      const rest = { ...facts, url, request_id: id, duration_ms: duration, user_id: accountId }
      logger.info(rest, 'request')
    }
    return
  }
  write = (kind, request) => {
    const { id, elapsed, accountId } = request
    const head = ofKind.get(kind) ?? describe(kind, request)
    const took = Math.round(elapsed * 1e5) / 100
    const user = accountId ?? 'null'
    batch.write(start, Date.now(), head, id, tookLabel, took, userLabel, user, end)
  }
}

const tookLabel = '","duration_ms":'
const userLabel = ',"user_id":'
const end = '}\n'

/** Tells of a request that was answered. */
export function completed(request: CompletedRequest) {
  const { method, route, status, elapsed } = request
  const kind = requestDurations.kindOf(method, route, status)
  kind.note(elapsed)
  if (!quiet.has(route)) write?.(kind, request)
}

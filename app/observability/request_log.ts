import { hostname } from 'node:os'
import type { Logger } from '@adonisjs/core/logger'
import { BatchedLines } from '#observability/batched_lines'
import { requestDurations } from '#observability/metrics'
import type { RequestKind } from '#observability/request_durations'

export interface CompletedRequest {
  /** Characters that `requestIdOf` allows. */
  id: string
  method: string
  /** As requested: shown in development only. */
  url: string
  route: string
  status: number
  /** Seconds. */
  elapsed: number
  accountId?: number | null
}

/** Probes and scrapes are measured, not logged. */
const quiet = new Set(['/health/live', '/health/ready', '/metrics'])

let write: ((kind: RequestKind, request: CompletedRequest) => void) | undefined

/** Pino takes longer than the rest of a cached read. No field holds a character that JSON escapes. */
export function logRequestsTo(
  logger: Logger,
  output: { write(line: string): unknown },
  { withUrl = false } = {}
) {
  if (!logger.isLevelEnabled('info')) return
  const level = logger.levels.values.info
  // `pino.bindings()` lacks the two fields that Pino adds to each line.
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
      const rest = {
        ...facts,
        url: withoutToken(url),
        request_id: id,
        duration_ms: duration,
        user_id: accountId,
      }
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

/** The address of a preview is the key to it, and a personal token may be in an address by mistake. */
const withoutToken = (url: string) =>
  url.replace(/(\/previews\/+)[^/?]+/gi, '$1…').replace(/plz_\w+/g, '…')

const tookLabel = '","duration_ms":'
const userLabel = ',"user_id":'
const end = '}\n'

export function completed(request: CompletedRequest) {
  const { method, route, status, elapsed } = request
  const kind = requestDurations.kindOf(method, route, status)
  kind.note(elapsed)
  if (!quiet.has(route)) write?.(kind, request)
}

import { createHmac } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import AlreadyDoneException from '#exceptions/already_done_exception'
import GoneException from '#exceptions/gone_exception'
import IdempotencyInFlightException from '#exceptions/idempotency_in_flight_exception'
import IdempotencyKeyReusedException from '#exceptions/idempotency_key_reused_exception'
import type ProblemException from '#exceptions/problem_exception'
import ValidationException from '#exceptions/validation_exception'
import { answerLifetime, type Mention } from '#http/idempotency'
import { keyFor } from '#security/keys'
import { idempotentRequests } from '#observability/metrics'

interface StoredAnswer {
  fingerprint: string
  status: number
  /** Null if the response held a secret, or its content was erased. */
  headers: Record<string, string> | null
  body: string | null
  cleared_at: Date | null
}

const acceptable = /^[\x21-\x7e]{1,255}$/

/** The headers that a replay repeats. */
const keptHeaders = ['location', 'content-type', 'etag']

/** AdonisJS adds these when a controller returns an object. */
const defaults: Record<string, string> = { 'content-type': 'application/json; charset=utf-8' }

/**
 * Runs a POST with an `Idempotency-Key` once (draft-ietf-httpapi-idempotency-key-header).
 * Its writes and its stored response share one transaction, the controller's `client`.
 */
export default class IdempotencyMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    const key = ctx.request.headers()['idempotency-key'] as string | undefined
    if (key !== undefined && !acceptable.test(key)) throw new ValidationException([malformedKey])
    if (key === undefined || isDryRun(ctx)) await next()
    else await this.#once(key, ctx, next)
  }

  async #once(key: string, ctx: HttpContext, next: NextFn) {
    const { auth, request } = ctx
    // A path may hold a NUL, which PostgreSQL does not store.
    const address = encodeURI(request.url())
    const scope = `${auth.user?.id ?? 'anybody'} ${request.method()} ${address}`
    await db.transaction(async (client) => {
      await claim(scope, key, client)
      const stored = await storedAnswer(scope, key, client)
      if (stored) return replay(stored, ctx)

      count('first')
      ctx.transaction = client
      await next()
      // AdonisJS renders errors below each middleware, so a failure is a response here.
      if (ctx.response.getStatus() >= 400) await client.rollback()
      else await store(scope, key, ctx, client)
    })
  }
}

/** A dry run writes nothing, so the key stays free for the write itself. */
const isDryRun = ({ request }: HttpContext) => request.input('dry_run') === true

const count = (outcome: string) => idempotentRequests.inc({ outcome })

const malformedKey = {
  pointer: '/header/Idempotency-Key',
  rule: 'idempotency_key',
  detail: 'Idempotency-Key takes 1 to 255 visible ASCII characters.',
}

async function claim(scope: string, key: string, client: TransactionClientContract) {
  const { rows } = await client.rawQuery(
    'select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as claimed',
    [`${scope} ${key}`]
  )
  if (!rows[0].claimed) refuse(new IdempotencyInFlightException())
}

function storedAnswer(scope: string, key: string, client: TransactionClientContract) {
  return client
    .from('idempotency_keys')
    .where({ scope, key })
    .whereRaw(`created_at > now() - interval '${answerLifetime}'`)
    .first() as Promise<StoredAnswer | null>
}

function refuse(refusal: ProblemException): never {
  count('refused')
  throw refusal
}

function replay(stored: StoredAnswer, { request, response }: HttpContext) {
  if (stored.fingerprint !== fingerprint(request)) {
    return refuse(new IdempotencyKeyReusedException())
  }
  if (stored.cleared_at) return refuse(new GoneException())
  if (stored.body === null) return refuse(new AlreadyDoneException())
  count('replayed')
  response.headers(stored.headers!)
  response.status(stored.status).header('Idempotency-Replayed', 'true').send(stored.body)
}

/** Omits headers and body of a response that holds a secret. */
async function store(
  scope: string,
  key: string,
  ctx: HttpContext,
  client: TransactionClientContract
) {
  const { holdsSecret, request, response } = ctx
  await client.rawQuery(
    `insert into idempotency_keys (scope, key, fingerprint, status, headers, body, mentions)
     values (:scope, :key, :fingerprint, :status, :headers, :body, :mentions)
     on conflict (scope, key) do update
     set fingerprint = excluded.fingerprint, status = excluded.status, headers = excluded.headers,
         body = excluded.body, mentions = excluded.mentions, cleared_at = null, created_at = now()`,
    {
      scope,
      key,
      fingerprint: fingerprint(request),
      status: response.getStatus(),
      headers: holdsSecret ? null : JSON.stringify(headersOf(response)),
      body: holdsSecret ? null : textOf(response.getBody()),
      mentions: mentionsOf(ctx),
    } as Record<string, any>
  )
}

function headersOf(response: HttpContext['response']) {
  const headers = keptHeaders.flatMap((name) => {
    const value = response.getHeader(name) ?? defaults[name]
    return value === undefined ? [] : [[name, String(value)]]
  })
  return Object.fromEntries(headers)
}

/** A response shows the created row and the user. */
function mentionsOf({ auth, mentions, route }: HttpContext): Mention[] {
  if (!mentions) throw new Error(`${route?.name} does not name what its answer shows`)
  return auth.user ? [...mentions, `user:${auth.user.id}`] : mentions
}

const textOf = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body))

/** Keyed, since a plain digest of a sign-up would give away its password. */
function fingerprint(request: HttpContext['request']) {
  return createHmac('sha256', keyFor('idempotency'))
    .update(request.raw() ?? '')
    .digest('base64url')
}

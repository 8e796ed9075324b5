import '@adonisjs/auth/initialize_auth_middleware'
import type { AuthService } from '@adonisjs/auth/types'
import { Bouncer } from '@adonisjs/bouncer'
import { HttpContext, HttpRequest, HttpResponse } from '@adonisjs/core/http'
import type { ApplicationService } from '@adonisjs/core/types'
import type { Database } from '@adonisjs/lucid/database'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { VineValidator } from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import PreconditionFailedException from '#exceptions/precondition_failed_exception'
import ValidationException from '#exceptions/validation_exception'
import type { JsonResponse } from '#http/json_response'
import type { Account } from '#domain/account'
import { headOf, type Asked } from '#http/response_head'
import { brokenRules, unknownMembers, unknownParameters } from '#start/unknown_names'
import { registerRead, runRead, type Read } from '#http/fast_reads'
import { cacheResponse } from '#http/response_cache'
import { isNamedBy, namesRevision } from '#http/entity_tag'
import type { Mention } from '#http/idempotency'
import { localOperatorOf } from '#http/local_operator'
import type { Origin } from '#domain/moderation'
import type { FieldProblem } from '#exceptions/problem'

type Validator = VineValidator<any, any>

/**
 * What controllers find on the context of a request. Each part is made when it is first asked for,
 * so that a read without a token, an origin or a body pays for none of them.
 */
export default class HttpProvider {
  constructor(protected app: ApplicationService) {}

  async boot() {
    extendContext(
      await this.app.container.make('auth.manager'),
      await this.app.container.make('lucid.db')
    )
    extendRequest()
    extendResponse()
  }
}

function extendContext(auth: AuthService, database: Database) {
  const once = true
  HttpContext.getter(
    'auth',
    function (this: HttpContext) {
      return auth.createAuthenticator(this)
    },
    once
  )
  HttpContext.getter(
    'bouncer',
    function (this: HttpContext) {
      return new Bouncer<Account>(() => this.auth.use('jwt').user ?? null)
    },
    once
  )
  HttpContext.getter('origin', function (this: HttpContext): Origin {
    const localOperator = localOperatorOf(this.request.request)
    const { id } = this.auth.getUserOrFail()
    return {
      actorId: localOperator?.account === null ? null : id,
      transport: localOperator ? 'cli' : 'api',
      osUser: localOperator?.osUser ?? null,
      host: localOperator?.host ?? null,
      requestId: this.request.id() ?? null,
    }
  })
  HttpContext.getter('client', function (this: HttpContext) {
    return this.transaction ?? database.connection()
  })
}

/** What requests asked of a list, once it was checked. */
const asked = new WeakMap<HttpRequest, Record<string, any>>()

function extendRequest() {
  HttpRequest.macro('validateBody', function (this: HttpRequest, validator) {
    return checked(this.ctx!, validator, this.body(), unknownMembers(this.ctx!))
  })
  HttpRequest.macro('validateQuery', async function (this: HttpRequest, validator) {
    const options = await checked(
      this.ctx!,
      validator,
      this.qs(),
      unknownParameters(this.ctx!),
      'query'
    )
    asked.set(this, options)
    return options
  })
  HttpRequest.macro('validatePath', function (this: HttpRequest, validator) {
    return validator.validate(this.params(), { meta: { place: 'path', ctx: this.ctx } })
  })
  HttpRequest.macro('refuseStale', function (this: HttpRequest, revision) {
    const condition = this.header('if-match')
    if (condition === undefined) return
    if (revision === null) throw new PreconditionFailedException(untagged)
    if (!namesRevision(condition, revision)) throw new PreconditionFailedException()
  })
}

const untagged = 'This has no ETag, so no If-Match can be met. Leave it out.'

/** Checks an input, and names all that is wrong with it at once. */
async function checked<T extends Validator>(
  ctx: HttpContext,
  validator: T,
  input: unknown,
  unknown: FieldProblem[],
  place?: 'query'
): Promise<Infer<T>> {
  const answer = validator.validate(input, { meta: { place, ctx } })
  if (unknown.length === 0) return answer
  const known = new Set(unknown.map(({ pointer }) => pointer))
  const others = await answer.then(
    () => [],
    (error) => brokenRules(error).filter(({ pointer }) => !known.has(pointer))
  )
  throw new ValidationException([...others, ...unknown])
}

const askedBy = (request: HttpRequest): Asked => ({
  path: request.url(),
  filters: asked.get(request),
})

function extendResponse() {
  HttpResponse.macro('headers', function (this: HttpResponse, headers) {
    for (const [name, value] of Object.entries(headers)) this.header(name, value)
    return this
  })
  HttpResponse.macro('sendJson', function (this: HttpResponse, json) {
    const { request, route } = this.ctx!
    const head = headOf(json, askedBy(request))
    for (let index = 0; index < head.length; index += 2) this.header(head[index], head[index + 1])

    const known = request.header('if-none-match')
    const isRead = request.method() === 'GET' || request.method() === 'HEAD'
    if (isRead) cacheResponse(request.request, { json, route: route!.pattern, head })
    if (isRead && known !== undefined && isNamedBy(known, json.etag)) {
      return this.status(304).send(null)
    }
    this.header('Content-Type', 'application/json; charset=utf-8')
    this.send(json.body)
  })
  HttpResponse.macro('read', async function (this: HttpResponse, read) {
    const { auth, request, route } = this.ctx!
    const viewer = await auth.use('jwt').viewer()
    this.sendJson(await runRead(request.request, read, viewer))
    registerRead(request.request, { read, route: route!.pattern, asked: askedBy(request) })
  })
}

declare module '@adonisjs/core/http' {
  export interface HttpContext {
    bouncer: Bouncer<Account>

    /** Who acts, and through which transport: for the audit log. */
    origin: Origin

    /** What an idempotent request writes, and its answer, are one transaction. */
    transaction?: TransactionClientContract

    /** The rows that the answer shows, by which its stored copy is cleared with them. */
    mentions?: Mention[]

    /** Whether the answer holds a secret, such as a token, of which no copy is kept. */
    holdsSecret?: true

    /** Where this request reads and writes. */
    client: QueryClientContract
  }

  export interface HttpRequest {
    /** The body, checked. @throws E_VALIDATION_ERROR with all that is wrong */
    validateBody<T extends Validator>(validator: T): Promise<Infer<T>>

    /** The query string, checked. @throws E_VALIDATION_ERROR with all that is wrong */
    validateQuery<T extends Validator>(validator: T): Promise<Infer<T>>

    /** The parameters in the path, checked. @throws E_VALIDATION_ERROR with all that is wrong */
    validatePath<T extends Validator>(validator: T): Promise<Infer<T>>

    /**
     * @param revision null for what has no `ETag`: no `If-Match` can be met there
     * @throws PreconditionFailedException when `If-Match` names another revision
     */
    refuseStale(revision: Date | null): void
  }

  export interface HttpResponse {
    /** Sets several headers. */
    headers(headers: Record<string, string>): this

    /** Answers with finished bytes, or with 304 when the client has them. */
    sendJson(json: JsonResponse): void

    /**
     * Answers with what a read shows to whoever asks, by what is in the URL alone: later requests for
     * the same URL run it without the controller. For routes that anybody may read.
     */
    read(read: Read): Promise<void>
  }
}

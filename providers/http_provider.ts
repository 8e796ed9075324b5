import { gathered } from '#http/data_parameters'
import '@adonisjs/auth/initialize_auth_middleware'
import type { AuthService } from '@adonisjs/auth/types'
import { Bouncer } from '@adonisjs/bouncer'
import { HttpContext, HttpRequest, HttpResponse, Route } from '@adonisjs/core/http'
import type { ApplicationService } from '@adonisjs/core/types'
import type { Database } from '@adonisjs/lucid/database'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { VineValidator } from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import PreconditionFailedException, {
  type Present,
} from '#exceptions/precondition_failed_exception'
import ValidationException from '#exceptions/validation_exception'
import { contentTypeOf, type JsonResponse } from '#http/json_response'
import type { Account } from '#domain/account'
import { headOf, type Asked } from '#http/response_head'
import { brokenRules, unknownMembers, unknownParameters } from '#openapi/unknown_names'
import { declareFast, type Url, type UrlValidators } from '#http/fast_reads'
import { declareOpenWithoutFactor, declareTokenAccess } from '#http/token_access'
import { isNamedBy, namesRevision } from '#http/entity_tag'
import type { Mention } from '#http/idempotency'
import { localOperatorOf } from '#http/local_operator'
import type { Origin } from '#domain/moderation'
import type { Scope } from '#domain/scopes'
import type { FieldProblem } from '#exceptions/problem'

type Validator = VineValidator<any, any>

/** Extends the request's context. Each part is lazy, so a request pays only for the parts it uses. */
export default class HttpProvider {
  constructor(protected app: ApplicationService) {}

  async boot() {
    extendContext(
      await this.app.container.make('auth.manager'),
      await this.app.container.make('lucid.db')
    )
    extendRequest()
    extendResponse()
    extendRoute()
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

const asked = new WeakMap<HttpRequest, Record<string, any>>()

function extendRequest() {
  HttpRequest.macro('validateBody', function (this: HttpRequest, validator) {
    return checked(validator, this.body(), unknownMembers(this.ctx!), { ctx: this.ctx })
  })
  HttpRequest.macro('validateQuery', async function (this: HttpRequest, validator) {
    return validateQuery(this, validator, { place: 'query', ctx: this.ctx })
  })
  HttpRequest.macro('validatePath', function (this: HttpRequest, validator) {
    return validator.validate(this.params(), { meta: { place: 'path', ctx: this.ctx } })
  })
  HttpRequest.macro('validateUrl', async function (this: HttpRequest, { path, query }) {
    return Object.freeze({
      path: path && Object.freeze(await path.validate(this.params(), { meta: { place: 'path' } })),
      query: query && Object.freeze(await validateQuery(this, query, { place: 'query' })),
    })
  })
  HttpRequest.macro('refuseStale', function (this: HttpRequest, revision, present) {
    const condition = this.header('if-match')
    if (condition === undefined) return
    if (revision === null) throw new PreconditionFailedException(untagged)
    if (!namesRevision(condition, revision)) {
      throw new PreconditionFailedException(undefined, present)
    }
  })
}

const untagged = 'This has no ETag, so no If-Match can be met. Leave it out.'

interface Meta {
  place?: 'query'
  /** Absent where a value must not depend on the viewer. */
  ctx?: HttpContext
}

async function validateQuery<T extends Validator>(request: HttpRequest, validator: T, meta: Meta) {
  const unknown = unknownParameters(request.ctx!)
  const options = await checked(validator, gathered(request.qs()), unknown, meta)
  asked.set(request, options)
  return options
}

/** Validates input, and reports its unknown names along with the broken rules. */
async function checked<T extends Validator>(
  validator: T,
  input: unknown,
  unknown: FieldProblem[],
  meta: Meta
): Promise<Infer<T>> {
  const answer = validator.validate(input, { meta })
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
    const { request } = this.ctx!
    const head = headOf(json, askedBy(request))
    for (let index = 0; index < head.length; index += 2) this.header(head[index], head[index + 1])

    const known = request.header('if-none-match')
    const isRead = request.method() === 'GET' || request.method() === 'HEAD'
    if (isRead && known !== undefined && isNamedBy(known, json.etag)) {
      return this.status(304).send(null)
    }
    this.header('Content-Type', contentTypeOf(json))
    this.send(json.body)
  })
}

function extendRoute() {
  Route.macro('fast', function (this: Route) {
    declareFast(this)
    return this
  })
  Route.macro('scopes', function (this: Route, ...scopes) {
    declareTokenAccess(this, scopes)
    return this
  })
  Route.macro('needsSession', function (this: Route) {
    declareTokenAccess(this, null)
    return this
  })
  Route.macro('withoutFactor', function (this: Route) {
    declareOpenWithoutFactor(this)
    return this
  })
}

declare module '@adonisjs/core/http' {
  export interface HttpContext {
    bouncer: Bouncer<Account>

    /** The actor and the transport, for the audit log. */
    origin: Origin

    /** An idempotent request's writes and its stored response share this transaction. */
    transaction?: TransactionClientContract

    /** Rows in the response: erasing one erases the stored response. */
    mentions?: Mention[]

    /** The response holds a secret, such as a token, so no copy is stored. */
    holdsSecret?: true

    /** The request's transaction or connection. */
    client: QueryClientContract
  }

  export interface HttpRequest {
    validateBody<T extends Validator>(validator: T): Promise<Infer<T>>

    validateQuery<T extends Validator>(validator: T): Promise<Infer<T>>

    validatePath<T extends Validator>(validator: T): Promise<Infer<T>>

    /** Independent of the viewer, and frozen. @throws E_VALIDATION_ERROR */
    validateUrl<V extends UrlValidators>(validators: V): Promise<Url<V>>

    /**
     * @param revision null without `ETag`: every `If-Match` is then refused @param present shown with a refusal
     * @throws PreconditionFailedException if `If-Match` names another revision
     */
    refuseStale(revision: Date | null, present?: Present): void
  }

  export interface HttpResponse {
    headers(headers: Record<string, string>): this

    /** Sends a json response, or 304 if the client has it. */
    sendJson(json: JsonResponse): void
  }

  export interface Route {
    /** It depends only on URL and viewer, is made by `fastRead`, and has no middleware. */
    fast(): this

    /** One of these scopes lets a personal token in (`app/http/token_access.ts`). */
    scopes(...scopes: Scope[]): this

    /** Personal tokens can't read it. */
    needsSession(): this

    /** Open to accounts that must still set up a second factor. */
    withoutFactor(): this
  }
}

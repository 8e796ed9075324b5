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
import type { Document } from '#queries/document'
import type { Account } from '#queries/users/account_state'
import { shelve } from '#start/shelf'
import { isNamedBy, namesRevision } from '#support/etag'
import { insiderOf } from '#support/insider'
import type { Origin } from '#support/moderation'

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
    const insider = insiderOf(this.request.request)
    const { id } = this.auth.getUserOrFail()
    return {
      actorId: insider?.account === null ? null : id,
      door: insider ? 'cli' : 'api',
      osUser: insider?.osUser ?? null,
      host: insider?.host ?? null,
      requestId: this.request.id() ?? null,
    }
  })
  HttpContext.getter('client', function (this: HttpContext) {
    return this.transaction ?? database.connection()
  })
}

/**
 * What requests asked of a list, once it was checked: links to other pages repeat that, and nothing
 * else that stood in the query.
 */
const asked = new WeakMap<HttpRequest, Record<string, any>>()

function extendRequest() {
  HttpRequest.macro('validateBody', function (this: HttpRequest, validator) {
    return validator.validate(this.body())
  })
  HttpRequest.macro('validateQuery', async function (this: HttpRequest, validator) {
    const options = await validator.validate(this.qs(), { meta: { place: 'query' } })
    asked.set(this, options)
    return options
  })
  HttpRequest.macro('validatePath', function (this: HttpRequest, validator) {
    return validator.validate(this.params(), { meta: { place: 'path' } })
  })
  HttpRequest.macro('refuseStale', function (this: HttpRequest, revision) {
    const condition = this.header('if-match')
    if (condition !== undefined && !namesRevision(condition, revision)) {
      throw new PreconditionFailedException()
    }
  })
}

function extendResponse() {
  HttpResponse.macro('headers', function (this: HttpResponse, headers) {
    for (const [name, value] of Object.entries(headers)) this.header(name, value)
    return this
  })
  HttpResponse.macro('document', function (this: HttpResponse, document) {
    const { request, route } = this.ctx!
    const head = headOf(document, request)
    for (const [name, value] of head) this.header(name, value)

    const known = request.header('if-none-match')
    const isRead = request.method() === 'GET' || request.method() === 'HEAD'
    if (isRead) shelve(request.request, { document, route: route!.pattern, head: head.flat() })
    if (isRead && known !== undefined && isNamedBy(known, document.etag)) {
      return this.status(304).send(null)
    }
    this.header('Content-Type', 'application/json; charset=utf-8')
    this.send(document.body)
  })
}

/** What the head of an answer says of its document. */
function headOf({ etag, next, total, age }: Document, request: HttpRequest): [string, string][] {
  const head: [string, string][] = [
    ['ETag', etag],
    ['Cache-Control', 'no-cache'],
    ['Vary', 'Authorization, Origin'],
  ]
  if (next !== undefined) head.push(['Link', pageLinks(request, next)])
  if (total !== undefined) head.push(['X-Total-Count', String(total)])
  // RFC 9211: a negative time to live is that of an answer that may be old.
  if (age !== undefined)
    head.push(['Age', String(age)], ['Cache-Status', `plaza; hit; ttl=-${age}`])
  return head
}

/** `Link` (RFC 8288) to the page that follows, with the same filters, and to the first one. */
function pageLinks(request: HttpRequest, next: string | null) {
  const path = request.url()
  const { cursor, skip, ...filters } = asked.get(request) ?? {}
  const link = (params: Record<string, any>, rel: string) => {
    const texts = Object.entries(params).map(([name, value]): [string, string] => [
      name,
      inUrl(value),
    ])
    const search = new URLSearchParams(texts).toString()
    return `<${path}${search && `?${search}`}>; rel="${rel}"`
  }
  const first = link(filters, 'first')
  return next === null ? first : `${link({ ...filters, cursor: next }, 'next')}, ${first}`
}

const inUrl = (value: unknown) => (value instanceof Date ? value.toISOString() : String(value))

declare module '@adonisjs/core/http' {
  export interface HttpContext {
    bouncer: Bouncer<Account>

    /** Who acts, and through which door: for the audit log. */
    origin: Origin

    /** What an idempotent request writes, and its answer, are one transaction. */
    transaction?: TransactionClientContract

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

    /** @throws PreconditionFailedException when `If-Match` names another revision */
    refuseStale(revision: Date): void
  }

  export interface HttpResponse {
    /** Sets several headers. */
    headers(headers: Record<string, string>): this

    /** Answers with finished bytes, or with 304 when the client has them. */
    document(document: Document): void
  }
}

import createClient, { type Middleware } from 'openapi-fetch'
import { apiPath } from './address'
import { isProblem, problemOf } from './problem'
import type { components, paths } from './schema'
import { accessToken, refresh } from './session'
import { factorNeeded, termsNeeded } from './signal'
import { confirmSignIn, isStale } from './step_up'

export type Schemas = components['schemas']

const signedIn: Middleware = {
  async onRequest({ request }) {
    request.headers.set('Authorization', `Bearer ${await accessToken()}`)
    if (request.method === 'POST' && !request.headers.has('Idempotency-Key')) {
      request.headers.set('Idempotency-Key', crypto.randomUUID())
    }
  },
  async onResponse({ response }) {
    if (response.ok || response.status === 304) return
    throw await refusalOf(response)
  },
}

/** An answer of 400 and above as an error. The frame is told what its user has to do first. */
export async function refusalOf(response: Response) {
  const problem = await problemOf(response)
  if (isProblem(problem, 'second_factor_needed')) factorNeeded.tell()
  if (isProblem(problem, 'terms_not_accepted')) termsNeeded.tell()
  return problem
}

/** The API, with types of its document. Each call throws an `HttpError` for an answer of 400 and above. */
export const api = createClient<paths>({ baseUrl: apiPath.replace(/\/$/, ''), fetch: repeated })
api.use(signedIn)

/**
 * Repeats a request whose token has ended early: a new password ends the older ones. The same if the sign-in is too
 * old, once the user has confirmed it.
 */
async function repeated(request: Request): Promise<Response> {
  const [first, second] = [request.clone(), request.clone()]
  let response = await fetch(request)
  if (response.status === 401 && !isStale(response) && (await refresh()))
    response = await again(first)
  if (isStale(response) && (await confirmSignIn())) response = await again(second)
  return response
}

async function again(request: Request): Promise<Response> {
  request.headers.set('Authorization', `Bearer ${await accessToken()}`)
  return fetch(request)
}

interface Asked {
  query?: Record<string, unknown>
  body?: unknown
  signal?: AbortSignal
  headers?: Record<string, string>
}

/** The same for an address that only the running program knows: that of a resource of react-admin. */
export async function call(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  asked: Asked = {}
) {
  const { query, ...rest } = asked
  const request = api.request as unknown as (
    method: string,
    path: string,
    options: object
  ) => Promise<{ data?: any; response: Response }>
  return request(method.toLowerCase(), path, { params: { query: clean(query) }, ...rest })
}

const clean = (query: Record<string, unknown> = {}) =>
  Object.fromEntries(
    Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  )

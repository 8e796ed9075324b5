import type { BodyOptions } from '#http/body_options'
import { headersOf, type HeaderName } from '#openapi/headers'
import type { Answer, Body, Operation } from '#openapi/operation'
import type { HeaderParameter } from '#openapi/header_parameters'
import { parametersOf, schemaOf } from '#openapi/parameters'
import { answerName, codesByStatus } from '#openapi/problem_answers'
import { optional, required } from '#openapi/security'
import type { Route } from '#openapi/skeleton'
import type { ProblemCode } from '#exceptions/problems'
import { stepUpProofValidator } from '#validators/second_factors'

// Swagger UI shows `{}` as authorized: a closed lock, even without a token.
const tokenIsOptional = 'A token is optional.'

export function describe(route: Route, operation: Operation) {
  const { summary, description, viewer, body } = operation
  return {
    operationId: route.name.replace(/\.(\w)/g, (_, letter) => letter.toUpperCase()),
    summary,
    description: [
      description,
      viewer && tokenIsOptional,
      needed(route),
      scopesOf(route),
      freshness(route),
    ]
      .filter(Boolean)
      .join(' '),
    security: route.needsToken ? required : viewer ? optional : [],
    parameters: parametersOfRoute(route, operation),
    requestBody: bodyOf(body, route),
    responses: {
      ...Object.fromEntries(
        [...problemsOf(route, operation)].map(([status, codes]) => [
          status,
          { $ref: `#/components/responses/${answerName(codes)}` },
        ])
      ),
      431: { $ref: '#/components/responses/HeadersTooLarge' },
      ...(isConditionalRead(route, operation) && { 304: notModified }),
      ...Object.fromEntries(
        Object.entries(operation.answers).map(([status, answer]) => [
          status,
          response(answer, route),
        ])
      ),
    },
  }
}

function needed({ middleware }: Route): string | undefined {
  const permissions = middleware.get('permission') as string | string[] | undefined
  if (!permissions) return undefined
  const names = [permissions].flat().map((name) => `\`${name}\``)
  return `It needs the permission ${names.join(' or ')}.`
}

function freshness({ middleware }: Route): string | undefined {
  if (!middleware.has('stepUp')) return undefined
  const which = typeof middleware.get('stepUp') === 'function' ? 'What gives rights' : 'It'
  return `${which} needs a sign-in of the last 15 minutes: see \`POST /sessions/current/step-up\`, or send \`current_password\`.`
}

/** The introduction explains the common cases: reads need `read`, most writes the permission. */
function scopesOf({ method, middleware, needsToken, tokenAccess }: Route): string | undefined {
  if (!needsToken) return undefined
  if (tokenAccess === null) return 'No personal token does this.'
  if (method === 'get' || middleware.has('permission')) return undefined
  return `A personal token needs the scope ${tokenAccess.map((name) => `\`${name}\``).join(' or ')}.`
}

export function problemsOf(route: Route, operation: Operation) {
  const { isOpenWithoutFactor, middleware, needsToken, parameters, tokenAccess } = route
  const { alwaysAnswers, problems = [], stateless, viewer } = operation
  const codes: Record<string, ProblemCode[] | undefined | false> = {
    own: problems,
    token: needsToken && ['unauthenticated', 'invalid_token'],
    scope: (needsToken || viewer) && [tokenAccess ? 'insufficient_scope' : 'session_needed'],
    permission: middleware.has('permission') && ['forbidden'],
    fresh: middleware.has('stepUp') && ['insufficient_user_authentication', 'session_needed'],
    factor: (needsToken || viewer) && !isOpenWithoutFactor && ['second_factor_needed'],
    viewer: viewer && ['invalid_token'],
    path: parameters.length > 0 && ['bad_request', 'not_found'],
    body: middleware.has('body') && ['invalid_json', 'payload_too_large', 'unsupported_media_type'],
    checks: !stateless && ['validation_failed'],
    condition: isConditionalWrite(route) && ['precondition_failed'],
    idempotency: middleware.has('idempotency') && [
      'idempotency_in_flight',
      'idempotency_key_reused',
      'already_done',
      'gone',
    ],
    sameOrigin: middleware.has('sameOrigin') && ['not_same_origin'],
    terms: middleware.has('terms') && ['terms_not_accepted'],
    throttle: middleware.has('throttle') && ['rate_limited'],
    writable: middleware.has('writable') && ['read_only'],
    database: !stateless && ['unavailable'],
    overload: !alwaysAnswers && ['overloaded'],
  }
  return codesByStatus(Object.values(codes).flatMap((some) => some || []))
}

function parametersOfRoute(route: Route, operation: Operation) {
  const { path, query, parameters, takesHeaders = [] } = operation
  const inPath = path ? parametersOf('path', path) : []
  if (String(inPath.map(({ name }) => name)) !== String(route.parameters)) {
    throw new Error(`app/openapi and the router differ on the parameters of "${route.name}"`)
  }
  const inHeader: Partial<Record<HeaderParameter, unknown>> = {
    'Idempotency-Key': route.middleware.has('idempotency'),
    'If-Match': isConditionalWrite(route),
    'If-None-Match': isConditionalRead(route, operation),
    'X-Plaza-Studio': route.middleware.has('sameOrigin'),
  }
  const used = Object.entries(inHeader).filter(([, isUsed]) => isUsed)
  const headerNames = [...used.map(([name]) => name), ...takesHeaders]
  return [
    ...inPath,
    ...(query ? parametersOf('query', query, parameters) : []),
    ...headerNames.map((name) => ({ $ref: `#/components/parameters/${name}` })),
  ]
}

const MULTIPART = 'multipart/form-data'

/** The request itself may contain the proof of a fresh sign-in. */
function bodyOf(body: Body | undefined, route: Route) {
  const { upload = MULTIPART, isOptional } = bodyOptionsOf(route)
  if (upload !== MULTIPART) {
    return { required: !isOptional, content: { [upload]: { schema: binary } } }
  }
  if (!route.middleware.has('stepUp')) return body && requestBody(body, route)
  if (!body) return { ...requestBody(stepUpBody, route), required: false }
  const { content, ...taken } = requestBody(body, route)
  const { schema, example } = content['application/json'] as Record<string, any>
  const properties = { ...schema.properties, ...schemaOf(stepUpProofValidator).properties }
  return {
    ...taken,
    content: { 'application/json': { schema: { ...schema, properties }, example } },
  }
}

const stepUpBody: Body = {
  validator: stepUpProofValidator,
  example: { current_password: 'correct horse battery' },
}

const binary = { type: 'string', format: 'binary' }

const bodyOptionsOf = ({ middleware }: Route) => (middleware.get('body') ?? {}) as BodyOptions

function requestBody({ validator, example }: Body, route: Route) {
  const { form, upload } = bodyOptionsOf(route)
  const types = [upload ?? 'application/json']
  if (form) types.unshift('application/x-www-form-urlencoded')
  const given = validator.toJSONSchema()
  const schema = given.type === 'array' ? given : schemaOf(validator)
  const content = { schema, example }
  return { required: true, content: Object.fromEntries(types.map((type) => [type, content])) }
}

function response({ description, content = {}, ...answer }: Answer, { middleware }: Route) {
  const always: HeaderName[] = ['X-Request-Id', ...answer.headers]
  if (middleware.has('throttle')) always.push('RateLimit', 'RateLimit-Policy')
  if (middleware.has('idempotency')) always.push('Idempotency-Replayed')
  const bodies = Object.entries(content).map(([type, schema]) => [type, { schema }])
  return {
    description,
    headers: headersOf(always),
    ...(bodies.length > 0 && { content: Object.fromEntries(bodies) }),
  }
}

const isConditionalWrite = ({ method }: Route) => ['put', 'patch', 'delete'].includes(method)

const isConditionalRead = ({ method }: Route, { answers }: Operation) =>
  method === 'get' && answers[200]?.headers.includes('ETag')

const notModified = {
  description: 'The state is still the one that `If-None-Match` names',
  headers: headersOf(['X-Request-Id', 'ETag']),
}

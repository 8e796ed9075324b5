import { errors as authErrors } from '@adonisjs/auth'
import { errors as bouncerErrors } from '@adonisjs/bouncer'
import { errors as httpErrors, type HttpContext } from '@adonisjs/core/http'
import router from '@adonisjs/core/services/router'
import { errors as lucidErrors } from '@adonisjs/lucid'
import { errors as vineErrors } from '@vinejs/vine'
import ConflictException from '#exceptions/conflict_exception'
import ForbiddenException from '#exceptions/forbidden_exception'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import MethodNotAllowedException from '#exceptions/method_not_allowed_exception'
import NotFoundException from '#exceptions/not_found_exception'
import OverloadedException from '#exceptions/overloaded_exception'
import ProblemException from '#exceptions/problem_exception'
import SlugTakenException from '#exceptions/slug_taken_exception'
import UnauthenticatedException from '#exceptions/unauthenticated_exception'
import UnavailableException from '#exceptions/unavailable_exception'
import ValidationException from '#exceptions/validation_exception'
import { isMissingReference, isOutage, violatedIndex } from '#db/errors'
import { PoolOverloadError } from '#db/pool'
import { problem } from '#exceptions/problem'
import type { ProblemCode } from '#exceptions/problems'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Renders each error as a problem document. A 5xx reveals no internals. */
export default class HttpExceptionHandler {
  handle(error: unknown, { request, response }: HttpContext) {
    const known = recognise(error, request)
    const document =
      known instanceof ProblemException
        ? problem(known.problem, request.id()!, known)
        : problem(known, request.id()!)

    if (known instanceof ProblemException) response.headers(known.headers)
    response
      .status(document.status)
      .header('Content-Type', 'application/problem+json')
      .header('Cache-Control', 'no-store')
      .send(JSON.stringify(document))
  }

  report(error: unknown, { logger, request }: HttpContext) {
    const known = recognise(error, request)
    const facts = { err: error, request_id: request.id() }
    if (known === 'internal_error') logger.error(facts, 'request failed')
    else if (known instanceof UnavailableException) logger.warn(facts, 'request refused')
  }
}

function recognise(
  error: unknown,
  request: HttpContext['request']
): ProblemException | ProblemCode {
  if (error instanceof ProblemException) return error
  if (error instanceof vineErrors.E_VALIDATION_ERROR) return new ValidationException(error.messages)
  if (error instanceof httpErrors.E_ROUTE_NOT_FOUND) return missingRoute(request)
  if (error instanceof lucidErrors.E_ROW_NOT_FOUND) {
    return new NotFoundException(error.model?.name.toLowerCase() ?? 'resource')
  }
  if (error instanceof authErrors.E_UNAUTHORIZED_ACCESS) return new UnauthenticatedException()
  if (error instanceof bouncerErrors.E_AUTHORIZATION_FAILURE) return refusalOf(error.response)
  const index = violatedIndex(error)
  if (index === 'posts_slug_unique') return new SlugTakenException()
  if (index === 'posts_translation_unique') return new ConflictException(sameLanguage)
  // The type was deleted meanwhile.
  if (isMissingReference(error, 'posts_type_foreign')) return new ValidationException([noType])
  if (isMissingReference(error)) return new InvalidTokenException('The session has ended')
  if (error instanceof PoolOverloadError) return new OverloadedException()
  if (isOutage(error)) return new UnavailableException()
  return bodyFailures[(error as { status?: number }).status ?? 500] ?? 'internal_error'
}

const noType = {
  pointer: '/type',
  rule: 'exists',
  detail: 'type names no type: see GET /types.',
}

const sameLanguage = 'The post already has a translation in this language.'

/** A resource that the caller may not see does not exist for the caller. */
const refusalOf = ({ status, message }: { status?: number; message?: string }) =>
  status === 404 ? new NotFoundException('resource') : new ForbiddenException(message)

const bodyFailures: Record<number, ProblemCode> = {
  400: 'invalid_json',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  422: 'invalid_json',
}

function missingRoute(request: HttpContext['request']) {
  const path = request.url()
  const allowed = methods.filter((method) => router.match(path, method, true))
  if (allowed.length > 0) return new MethodNotAllowedException(request.method(), allowed)
  return new NotFoundException('address')
}

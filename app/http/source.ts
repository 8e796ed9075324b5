import type { HttpContext } from '@adonisjs/core/http'
import type { Source } from '#domain/security_event'

export const sourceOf = (request: HttpContext['request']): Source => ({
  address: request.ip(),
  userAgent: request.header('user-agent') ?? null,
})

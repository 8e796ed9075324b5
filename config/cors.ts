import type { CorsOptions } from 'cors'
import env from '#start/env'

const origins = env.get('CORS_ORIGINS')

/** Tokens travel in a header, never in a cookie, so no origin needs credentials. */
const corsConfig: CorsOptions = {
  origin: origins.includes('*') ? '*' : origins,
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHeaders: [
    'Authorization',
    'Content-Type',
    'Idempotency-Key',
    'If-Match',
    'If-None-Match',
    'X-Request-Id',
  ],
  exposedHeaders: [
    'Age',
    'Allow',
    'Cache-Status',
    'Content-Disposition',
    'Content-Range',
    'Deprecation',
    'ETag',
    'Idempotency-Replayed',
    'Link',
    'Location',
    'RateLimit',
    'RateLimit-Policy',
    'Retry-After',
    'Sunset',
    'Vary',
    'WWW-Authenticate',
    'X-Request-Id',
    'X-Total-Count',
  ],
  maxAge: 600,
}

export default corsConfig

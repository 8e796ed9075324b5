import env from '#start/env'
import { defineConfig } from '@adonisjs/cors'

const origins = env.get('CORS_ORIGINS')

/** Tokens travel in a header, never in a cookie, so credentials are not needed from any origin. */
const corsConfig = defineConfig({
  enabled: true,
  origin: origins.includes('*') ? '*' : origins,
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  headers: [
    'Authorization',
    'Content-Type',
    'Idempotency-Key',
    'If-Match',
    'If-None-Match',
    'X-Request-Id',
  ],
  exposeHeaders: [
    'Allow',
    'ETag',
    'Idempotency-Replayed',
    'Link',
    'Location',
    'RateLimit',
    'RateLimit-Policy',
    'Retry-After',
    'WWW-Authenticate',
    'X-Request-Id',
  ],
  credentials: false,
  maxAge: 600,
})

export default corsConfig

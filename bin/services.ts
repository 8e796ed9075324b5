import { fileURLToPath } from 'node:url'
import { EnvProcessor } from '@adonisjs/core/env'
import type { Services } from './services/borrow.js'

export type { Services }

/* What starts servers is loaded only where there are none: production has its own. */

const ROOT = new URL('../', import.meta.url)
const TMP = fileURLToPath(new URL('tmp', ROOT))

/**
 * Shares the checkout's PostgreSQL and Redis with this process and its children.
 * Sets `DATABASE_URL` and `REDIS_URL` unless set. No `redis-server` on the PATH: no `REDIS_URL`.
 * @throws Error with one line
 */
export async function borrowServices(): Promise<Services> {
  await new EnvProcessor(ROOT).process()
  if (process.env.NODE_ENV === 'production') return { release() {} }

  const { borrow } = await import('./services/borrow.js')
  const { hasRedis } = await import('./services/redis.js')
  const services = await borrow(TMP, {
    postgres: !process.env.DATABASE_URL,
    redis: !process.env.REDIS_URL && hasRedis(),
  })
  if (services.databaseUrl) process.env.DATABASE_URL = services.databaseUrl
  if (services.redisUrl) process.env.REDIS_URL = services.redisUrl
  return services
}

/**
 * Starts PostgreSQL and Redis for a test run, and sets `DATABASE_URL` and `REDIS_URL` (else empty).
 * @throws Error with one line, without Redis only if REQUIRE_REDIS is 1
 */
export async function startTestServices(): Promise<Services> {
  const { borrow } = await import('./services/borrow.js')
  const { hasRedis } = await import('./services/redis.js')
  const { beginTestRun } = await import('./services/test_run.js')
  const redis = hasRedis()
  if (!redis && process.env.REQUIRE_REDIS === '1') {
    throw new Error('REQUIRE_REDIS is set, but there is no redis-server on the PATH')
  }

  const services = await borrow(beginTestRun(TMP), { postgres: true, redis, disposable: true })
  process.env.DATABASE_URL = services.databaseUrl
  process.env.REDIS_URL = services.redisUrl ?? ''
  return services
}

import env from '#start/env'
import { defineConfig } from '@adonisjs/redis'
import type { InferConnections } from '@adonisjs/redis/types'

const url = env.get('REDIS_URL')?.release()

/** It reconnects for ever, but no command waits for that: requests go on without Redis. */
const redisConfig = defineConfig({
  connection: 'main',
  connections: {
    main: {
      ...parse(url),
      lazyConnect: true,
      maxRetriesPerRequest: 0,
      connectTimeout: 2000,
      commandTimeout: 1000,
      retryStrategy: (attempt: number) => Math.min(attempt * 100, 1000),
    },
  },
})

function parse(address = 'redis://127.0.0.1:6379') {
  const { hostname, port, username, password, pathname, protocol } = new URL(address)
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 6379),
    username: decodeURIComponent(username) || undefined,
    password: decodeURIComponent(password) || undefined,
    db: Number(pathname.slice(1) || 0),
    tls: protocol === 'rediss:' ? {} : undefined,
  }
}

export default redisConfig

declare module '@adonisjs/redis/types' {
  export interface RedisConnections extends InferConnections<typeof redisConfig> {}
}

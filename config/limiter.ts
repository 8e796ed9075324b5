import env from '#start/env'
import { installation } from '#config/app'
import { defineConfig, stores } from '@adonisjs/limiter'
import type { InferLimiters } from '@adonisjs/limiter/types'

const limiterConfig = defineConfig({
  default: env.get('REDIS_URL') ? 'redis' : 'database',
  stores: {
    redis: stores.redis({
      connectionName: 'main',
      rejectIfRedisNotReady: true,
      keyPrefix: `plaza:${installation}:limit`,
    }),
    database: stores.database({
      tableName: 'rate_limits',
      keyPrefix: 'plaza:limit',
      // A scheduled job deletes them: app/jobs.
      clearExpiredByTimeout: false,
    }),
    memory: stores.memory({ keyPrefix: 'plaza:limit' }),
  },
})

export default limiterConfig

declare module '@adonisjs/limiter/types' {
  export interface LimitersList extends InferLimiters<typeof limiterConfig> {}
}

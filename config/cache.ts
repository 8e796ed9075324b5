import { defineConfig, drivers, store } from '@adonisjs/cache'
import type { InferStores } from '@adonisjs/cache/types'

/**
 * `memory` is what this worker holds, `shared` what all workers hold together. They are two stores,
 * not two layers of one: `CoherentCache` stands between them and keeps both from serving what a
 * write has made old.
 */
const cacheConfig = defineConfig({
  default: 'memory',
  prefix: 'plaza:cache',
  suppressL2Errors: true,
  stores: {
    memory: store().useL1Layer(drivers.memory({ maxItems: 10_000, serialize: false })),
    shared: store().useL2Layer(drivers.redis({ connectionName: 'main' })),
  },
})

export default cacheConfig

declare module '@adonisjs/cache/types' {
  interface CacheStores extends InferStores<typeof cacheConfig> {}
}

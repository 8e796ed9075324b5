import { defineConfig, drivers, store } from '@adonisjs/cache'
import type { InferStores } from '@adonisjs/cache/types'

/**
 * `shared` is what all workers hold together. `CoherentCache` stands in front of it, with the memory
 * of the worker beside it, and keeps both from serving what a write has made old.
 */
const cacheConfig = defineConfig({
  default: 'shared',
  prefix: 'plaza:cache',
  suppressL2Errors: true,
  stores: {
    shared: store().useL2Layer(drivers.redis({ connectionName: 'main' })),
  },
})

export default cacheConfig

declare module '@adonisjs/cache/types' {
  interface CacheStores extends InferStores<typeof cacheConfig> {}
}

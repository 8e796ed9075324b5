import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What this process counts, in the terms of Prometheus. */
export const registry = new Registry()

collectDefaultMetrics({ register: registry })

new Gauge({
  name: 'plaza_workers',
  help: 'How many workers serve requests',
  aggregator: 'sum',
  registers: [registry],
}).set(1)

let gather = () => registry.metrics()

/** @returns what this process counts and all that serve beside it, in the format of Prometheus */
export const gatherMetrics = () => gather()

/** Where this process is one of several, something has to ask the others. */
export function gatherWith(askAll: () => Promise<string>) {
  gather = askAll
}

export const requestDuration = new Histogram({
  name: 'plaza_http_request_duration_seconds',
  help: 'How long requests took, by route and status',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  registers: [registry],
})

export const cacheReads = new Counter({
  name: 'plaza_cache_reads_total',
  help: 'Reads through the cache, by what answered them',
  labelNames: ['from'] as const,
  registers: [registry],
})

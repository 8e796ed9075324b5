import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { Gauge, Histogram } from 'prom-client'
import { registry } from '#observability/metrics'

/** Milliseconds. */
const RESOLUTION_MS = 10

const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS })

let longest = 0

export function watchEventLoop() {
  delays.enable()
}

/** @returns the longest delay since the last call, milliseconds */
export function takeLongestDelay(): number {
  // Node's figure includes its own timer interval.
  const delay = Math.max(delays.max / 1e6 - RESOLUTION_MS, 0)
  delays.reset()
  lag.observe(delay / 1000)
  longest = Math.max(longest, delay)
  return delay
}

const lag = new Histogram({
  name: 'plaza_event_loop_lag_seconds',
  help: 'The longest delay of the event loop in each quarter of a second',
  buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  registers: [registry],
})

new Gauge({
  name: 'plaza_event_loop_lag_max_seconds',
  help: 'The longest delay of the event loop since the last scrape',
  aggregator: 'max',
  registers: [registry],
  collect() {
    this.set(longest / 1000)
    longest = 0
  },
})

let before = performance.eventLoopUtilization()

new Gauge({
  name: 'plaza_event_loop_utilization',
  help: 'Which part of the time since the last scrape the event loop was busy, from 0 to 1',
  aggregator: 'average',
  registers: [registry],
  collect() {
    const now = performance.eventLoopUtilization()
    this.set(performance.eventLoopUtilization(now, before).utilization)
    before = now
  },
})

import { monitorEventLoopDelay } from 'node:perf_hooks'

const RESOLUTION_MS = 5

/** The longest time in milliseconds that the event loop stood still during some work. */
export async function longestBlock(work: () => Promise<void>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  await work().finally(() => delay.disable())
  return delay.max / 1e6
}

import { median } from './contest.js'
import type { Plaza } from './plaza.js'

/** Seconds from nothing to ready, of the production build on a warm disk. */
export async function coldStart(plaza: Plaza, times: number) {
  const seconds: number[] = []
  for (let time = 0; time < times; time++) {
    const start = performance.now()
    const server = await plaza.serve('plaza')
    seconds.push((performance.now() - start) / 1000)
    await server.stop()
  }
  return { name: 'cold start, seconds', value: median(seconds), atMost: 1 }
}

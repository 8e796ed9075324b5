import { createHmac } from 'node:crypto'
import { keyFor } from '#security/keys'

/** The most keys of one limit: all of them full take about 25 MB of Redis. */
const BUCKETS = 2 ** 18

/** A keyed digest: clients can't fill the store with fresh names, read them there, or aim for a collision. */
export function bucketOf(...parts: string[]): string {
  const digest = createHmac('sha256', keyFor('limits')).update(parts.join('\n')).digest()
  return (digest.readUInt32BE(0) % BUCKETS).toString(36)
}

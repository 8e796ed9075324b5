import { createHmac } from 'node:crypto'
import { keyFor } from '#security/keys'

/** How many keys one limit can have at most: all of them full take about 25 MB of Redis. */
const buckets = 2 ** 18

/**
 * The key of what strangers choose, such as a name and an address: one of 262 144, by a keyed digest.
 * Nobody fills the store with fresh ones, no name or address can be read there, and only who knows the
 * key could find two that share a bucket.
 */
export function bucketOf(...parts: string[]): string {
  const digest = createHmac('sha256', keyFor('limits')).update(parts.join('\n')).digest()
  return (digest.readUInt32BE(0) % buckets).toString(36)
}

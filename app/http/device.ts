import { createHash } from 'node:crypto'
import { isIPv4 } from 'node:net'
import { withoutVersions } from '#domain/device'
import type { Source } from '#domain/security_event'
import { subscriberOf } from '#http/client_address'

/** The digest of a device: its program without version, and its network (/24, or /48 of IPv6). */
export function deviceOf({ address, userAgent }: Source): string {
  const program = withoutVersions((userAgent ?? '').slice(0, 300))
  return createHash('sha256')
    .update(`${program}\n${networkOf(address ?? '')}`)
    .digest('base64url')
}

function networkOf(address: string): string {
  const subscriber = subscriberOf(address)
  return isIPv4(subscriber)
    ? subscriber.split('.').slice(0, 3).join('.')
    : subscriber.split(':').slice(0, 3).join(':')
}

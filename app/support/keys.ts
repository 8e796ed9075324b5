import { hkdfSync } from 'node:crypto'
import config from '@adonisjs/core/services/config'
import type { Secret } from '@adonisjs/core/helpers'

/**
 * A key of 32 bytes for one purpose, derived from APP_KEY (HKDF, RFC 5869), so that no two
 * purposes share a key.
 */
export function keyFor(purpose: string): Buffer {
  const appKey = config.get<Secret<string>>('app.appKey').release()
  return Buffer.from(hkdfSync('sha256', appKey, '', `plaza ${purpose}`, 32))
}

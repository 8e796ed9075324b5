import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import config from '@adonisjs/core/services/config'
import type { Secret } from '@adonisjs/core/helpers'

const keys = new Map<string, KeyObject>()

/** A 32-byte key, derived from APP_KEY (HKDF, RFC 5869). No two purposes share a key. */
export function keyFor(purpose: string): KeyObject {
  const key = keys.get(purpose) ?? derive(purpose)
  keys.set(purpose, key)
  return key
}

function derive(purpose: string) {
  const appKey = config.get<Secret<string>>('app.appKey').release()
  return createSecretKey(Buffer.from(hkdfSync('sha256', appKey, '', `plaza ${purpose}`, 32)))
}

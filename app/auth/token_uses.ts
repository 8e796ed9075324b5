import db from '@adonisjs/lucid/services/db'
import { LRUCache } from 'lru-cache'
import { readOnly } from '#queries/system/read_only'

/** A token in constant use costs one write in this time, for each worker. */
const INTERVAL_MS = 10 * 60_000

const noted = new LRUCache<number, true>({ max: 10_000, ttl: INTERVAL_MS })

/** Stores time and address of a personal token's use in the background. @param address called only if it is stored */
export function noteUse(id: number, address: () => string): void {
  if (noted.has(id)) return
  noted.set(id, true)
  // A later use makes up for a lost one.
  void store(id, address()).catch(() => {})
}

async function store(id: number, address: string) {
  if (await readOnly()) return
  await db.rawQuery(
    `update personal_tokens set last_used_at = now(), last_used_address = :address
     where id = :id and (last_used_at is null or last_used_at < now() - interval '5 minutes')`,
    { id, address }
  )
}

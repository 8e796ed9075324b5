import { createHmac } from 'node:crypto'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { keyFor } from '#security/keys'

/** A keyed digest, so that nothing of an erased account is stored. */
export const digestFor = (purpose: string, text: string): string =>
  createHmac('sha256', keyFor(purpose)).update(text).digest('base64url')

/** Bars a digest until the latest end; null is for good. A later stored end stays. */
export async function barDigest(
  table: 'barred_emails' | 'barred_identities',
  { digest, ends }: { digest: string; ends: (DateTime | null)[] },
  client: QueryClientContract
): Promise<void> {
  if (ends.length === 0) return
  const until = ends.includes(null)
    ? null
    : new Date(Math.max(...ends.map((end) => end!.toMillis())))
  await client.rawQuery(
    `insert into ${table} (digest, until) values (:digest, :until)
     on conflict (digest) do update set until = case
       when ${table}.until is null or excluded.until is null then null
       else greatest(${table}.until, excluded.until) end`,
    { digest, until } as Record<string, any>
  )
}

export const holdsNow = ({ until }: { until: DateTime | null }) =>
  until === null || until > DateTime.now()

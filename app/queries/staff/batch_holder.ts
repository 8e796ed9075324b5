import type { QueryClientContract } from '@adonisjs/lucid/types/database'

export const batchKey = (batchId: string) => `batch ${batchId.toLowerCase()}`

/** Prefix of the `application_name` of a connection that holds a batch. */
export const holderPrefix = 'plaza batch of '

export const passingHolder = 'a request to the server'

export async function batchHolder(batchId: string, client: QueryClientContract): Promise<string> {
  const { rows } = await client.rawQuery(
    `select application_name as name, backend_start as since
     from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and objsubid = 1 and granted
       and pg_locks.database = (select oid from pg_database where datname = current_database())
       and (classid::bigint << 32 | objid::bigint) = hashtextextended(?, 0)
     limit 1`,
    [batchKey(batchId)]
  )
  const { name = '', since } = rows[0] ?? {}
  if (!name.startsWith(holderPrefix)) return passingHolder
  const time = (since as Date).toISOString().slice(0, 19).replace('T', ' ')
  return `${name.slice(holderPrefix.length)} (since ${time} UTC)`
}

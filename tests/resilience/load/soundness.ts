import { Client } from '#tests/resilience/support/client'
import type { Deployment } from '#tests/resilience/support/deployment'
import { columns, tables, truths } from '#tests/support/counts'

/** @returns counters that differ from recounts, and errors of the audit log, in words */
export async function unsound({ postgres, plaza }: Deployment, token: string): Promise<string[]> {
  const differing = []
  for (const table of tables) {
    const rows = await postgres.query(
      `select to_json(stored) as stored, to_json(counted) as counted
       from (select ${columns[table].join(', ')} from ${table}) as stored
       join (${truths[table]}) as counted using (id)
       where to_jsonb(stored) <> to_jsonb(counted)`
    )
    differing.push(...rows.map((row) => `${table}: ${JSON.stringify(row)}`))
  }
  const { json: verdict } = await new Client(plaza.port).get('/admin/audit/verify', token)
  return verdict.ok ? differing : [...differing, `audit log: ${JSON.stringify(verdict)}`]
}

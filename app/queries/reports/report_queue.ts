import db from '@adonisjs/lucid/services/db'

export interface ReportQueue {
  open: number
  /** How long the oldest open report has waited, seconds; 0 when there is none. */
  oldestAge: number
}

export async function reportQueue(): Promise<ReportQueue> {
  const { rows } = await db.rawQuery(
    `select
       (select count(*) from reports where status = 'open') as open,
       (select extract(epoch from now() - created_at)::float8
        from reports where status = 'open' order by id limit 1) as age`
  )
  const [{ open, age }] = rows
  return { open, oldestAge: age ?? 0 }
}

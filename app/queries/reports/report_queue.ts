import db from '@adonisjs/lucid/services/db'

export interface ReportQueue {
  open: number
  /** The seconds since the oldest open report; 0 if there is none. */
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

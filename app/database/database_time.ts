import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'

/** The database's time, for times that its statements compare with their own. */
export async function databaseTime(client: QueryClientContract): Promise<DateTime> {
  const { rows } = await client.rawQuery('select clock_timestamp()::timestamptz(3) as time')
  return DateTime.fromJSDate(rows[0].time)
}

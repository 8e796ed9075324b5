import db from '@adonisjs/lucid/services/db'
import { countOf } from '#resources/definition/count'

export interface ScheduleHealth {
  /** Held posts wait for their authors. */
  held: number
  /** How long the oldest due schedule has waited, in seconds. */
  overdueSeconds: number
  /** Posts published late in the last seven days, and the longest delay in seconds. */
  late: number
  maxLateSeconds: number
}

export async function scheduleHealth(): Promise<ScheduleHealth> {
  const late = `posts where late_seconds is not null and published_at > now() - interval '7 days'`
  const { rows } = await db.rawQuery(
    `select ${countOf('posts where held is not null')} as held, ${countOf(late)} as late,
       coalesce((select max(late_seconds) from ${late}), 0) as max_late,
       coalesce((
         select extract(epoch from now() - publish_at)::float8 from posts
         where publish_at <= now() and publish_at is not null and held is null and trashed_at is null
         order by publish_at limit 1
       ), 0) as overdue`
  )
  const [{ held, late: count, max_late: maxLate, overdue }] = rows
  return { held, late: count, maxLateSeconds: maxLate, overdueSeconds: overdue }
}

import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { postExists } from '#domain/visibility'

const tables = ['users', 'posts', 'comments', 'votes', 'reports'] as const

/** Larger tables are counted in the background: this size takes about 50 ms. */
const MAX_BYTES_AT_ONCE = 32 * 2 ** 20

const REST_FACTOR = 20

/** Totals, and the last 30 days (UTC). A null time means now, which keeps the ETag stable. */
export async function stats(): Promise<object> {
  const before = (await areLarge()) && (await countedBefore())
  return before || { ...(await count()), counted_at: null }
}

/** Counts large tables in the background, unless done recently. @returns changed rows */
export async function countStats(): Promise<number> {
  if (!(await areLarge()) || (await isRecent())) return 0
  const start = performance.now()
  const counted = await db.transaction(async (client) => {
    await client.rawQuery(`set local statement_timeout = '10min'`)
    return count(client)
  })
  const durationMs = Math.round(performance.now() - start)
  await db.rawQuery(
    `insert into stats (stats, counted_at, duration_ms) values (:stats, :countedAt, :durationMs)
     on conflict (singleton) do update set stats = excluded.stats,
       counted_at = excluded.counted_at, duration_ms = excluded.duration_ms`,
    { stats: JSON.stringify(counted), countedAt: counted.counted_at, durationMs }
  )
  return 1
}

async function areLarge(): Promise<boolean> {
  const sizes = tables.map((table) => `pg_relation_size('${table}')`).join(' + ')
  const { rows } = await db.rawQuery(`select ${sizes} > ? as large`, [MAX_BYTES_AT_ONCE])
  return rows[0].large
}

async function countedBefore(): Promise<object | undefined> {
  const { rows } = await db.rawQuery('select stats from stats')
  return rows[0]?.stats
}

async function isRecent(): Promise<boolean> {
  const { rows } = await db.rawQuery(
    `select from stats where counted_at > now() - ? * duration_ms * interval '1 ms'`,
    [REST_FACTOR]
  )
  return rows.length > 0
}

async function count(client: QueryClientContract = db.connection()) {
  const { rows } = await client.rawQuery(statement)
  return rows[0].stats
}

const statement = `
  with
    days as (
      select day::date from generate_series(
        (now() at time zone 'utc')::date - 29, (now() at time zone 'utc')::date, interval '1 day'
      ) as day
    ),
    made as (
      ${tables
        .map(
          (table) => `
      select '${table}' as what, (created_at at time zone 'utc')::date as day, count(*) as total
      from ${table}
      where created_at >= ((now() at time zone 'utc')::date - 29) at time zone 'utc'
      group by 2`
        )
        .join(' union all ')}
    ),
    series as (
      select day,
        ${tables.map((table) => `coalesce(sum(total) filter (where what = '${table}'), 0) as ${table}`).join(', ')}
      from days left join made using (day) group by day
    )
  select json_build_object(
    'counted_at', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'users', (select count(*) from authors),
    'posts', (select count(*) from posts where ${postExists.forVisitors}),
    'comments', (select count(*) from comments),
    'votes', (select count(*) from votes),
    'open_reports', (select count(*) from reports where status = 'open'),
    'days', (select json_agg(json_build_object(
      'date', day, ${tables.map((table) => `'${table}', ${table}`).join(', ')}
    ) order by day) from series)
  ) as stats`

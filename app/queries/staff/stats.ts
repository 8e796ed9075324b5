import db from '@adonisjs/lucid/services/db'

const tables = ['users', 'posts', 'comments', 'votes', 'reports'] as const

/** How much there is of everything, and how much came on each of the last 30 days (UTC). */
export async function stats() {
  const { rows } = await db.rawQuery(statement)
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
    'users', (select count(*) from authors),
    'posts', (select count(*) from posts where deleted_at is null),
    'comments', (select count(*) from comments),
    'votes', (select count(*) from votes),
    'open_reports', (select count(*) from reports where status = 'open'),
    'days', (select json_agg(json_build_object(
      'date', day, ${tables.map((table) => `'${table}', ${table}`).join(', ')}
    ) order by day) from series)
  ) as stats`

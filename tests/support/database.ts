import limiter from '@adonisjs/limiter/services/main'
import db from '@adonisjs/lucid/services/db'
import pg from 'pg'
import cache from '#cache/cache'
import { isOutpaced } from '#db/errors'

/** All tables except those of the migrations, and the roles and types that these make. */
const tables = `
  select string_agg(format('%I', tablename), ', ') as names from pg_tables
  where schemaname = 'public' and tablename not like 'adonis\\_%' and tablename not in ('roles', 'types')`

/**
 * Empties the tables, the caches and the limits. Tests commit, so that events, races and other connections
 * see what a client would see. Ids continue, so that no old id comes back.
 */
export async function emptyDatabase() {
  // A read of an earlier test whose client has left may lock its tables in another order.
  await truncateAll().catch((error) => {
    if (!isOutpaced(error)) throw error
    return truncateAll()
  })
  await cache.invalidate('*')
  await limiter.clear()
}

const truncateAll = () =>
  db.transaction(async (client) => {
    // The audit log refuses to be emptied, unless a superuser disables its triggers.
    await client.rawQuery(`set local session_replication_role = 'replica'`)
    const { rows } = await client.rawQuery(tables)
    await client.rawQuery(`truncate ${rows[0].names}, jobs.job`)
    await client.from('roles').where('is_built_in', false).delete()
    await client.from('types').delete()
    await client.table('types').insert({ name: 'post', title: 'Post', listed: true })
  })

/** The only row of a table with these columns. */
export function row(table: string, where: Record<string, unknown>) {
  return db.from(table).where(where).firstOrFail()
}

/** Comments on a post above the limit of a request: 40 MB. */
export const fillLarge = (postId: number) =>
  db.rawQuery(
    `insert into comments (post_id, content)
     select ?, rpad('Comment ' || n, 1900, 'x') from generate_series(1, 20000) as n`,
    [postId]
  )

/** Takes as long as it needs: the application's connections have a statement timeout. */
export async function vacuum(...names: string[]) {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  await client.query(`vacuum analyze ${names.join(', ')}`).finally(() => client.end())
}

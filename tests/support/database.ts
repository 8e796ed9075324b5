import limiter from '@adonisjs/limiter/services/main'
import db from '@adonisjs/lucid/services/db'
import pg from 'pg'
import cache from '#cache/cache'
import { isOutpaced } from '#db/errors'

/** Above this a table is truncated; below, deleting takes less time, and plans stay valid. */
const MAX_DELETED_BYTES = 262_144

/** All tables except those of the migrations, and the roles and types that these make. */
const EMPTY_TABLES = `
  do $$
  declare
    tables regclass[] := array(
      select oid from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace
        and relname not like 'adonis\\_%' and relname not in ('roles', 'types')
    ) || array(select relid from pg_partition_tree('jobs.job') where isleaf);
    name regclass;
    filled boolean;
  begin
    if (select max(pg_relation_size(one)) from unnest(tables) as one) > ${MAX_DELETED_BYTES} then
      execute 'truncate ' || array_to_string(tables, ', ');
      return;
    end if;
    foreach name in array tables loop
      execute format('select exists (select from %s)', name) into filled;
      if filled then execute format('delete from %s', name); end if;
    end loop;
  end $$`

/**
 * Empties the tables, the caches and the limits. Tests commit, so that events, races and other connections
 * see what a client would see. Ids continue, so that no old id comes back.
 */
export async function emptyDatabase() {
  await giveWay(emptyTables)
  await cache.invalidate('*')
  await limiter.clear()
}

const MAX_LATE_READS = 10

/** Reads of earlier tests whose clients have left may lock their tables in another order. */
async function giveWay(empty: () => Promise<unknown>) {
  for (let late = 0; ; late++) {
    try {
      return await empty()
    } catch (error) {
      if (!isOutpaced(error) || late === MAX_LATE_READS) throw error
    }
  }
}

const emptyTables = () =>
  db.transaction(async (client) => {
    // The audit log refuses to be emptied, unless a superuser disables its triggers.
    await client.rawQuery(`set local session_replication_role = 'replica'`)
    await client.rawQuery(EMPTY_TABLES)
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

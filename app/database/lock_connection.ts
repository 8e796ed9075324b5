import pg from 'pg'

interface LockConnectionOptions {
  connectionString: string
  applicationName: string
}

/** A connection for advisory locks: PostgreSQL frees them as soon as the connection ends. */
export function lockConnection({ connectionString, applicationName }: LockConnectionOptions) {
  const client = new pg.Client({
    connectionString,
    application_name: applicationName,
    connectionTimeoutMillis: 3000,
    query_timeout: 3000,
    keepAlive: true,
    // Jobs begin and end while others take their locks.
    pipeline: true,
    // Without keepalive, PostgreSQL notices a lost machine only after two hours.
    options:
      '-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c idle_session_timeout=0',
  })
  client.on('error', () => {})
  return client
}

/** SQL: whether an advisory lock is held. Takes both halves of its key, as SQL. */
export const isLocked = (first: string, second: string) => `
  exists (
    select from pg_locks
    where locktype = 'advisory' and classid = (${first})::oid and objid = (${second})::oid
      and objsubid = 2
      and database = (select oid from pg_database where datname = current_database())
  )`

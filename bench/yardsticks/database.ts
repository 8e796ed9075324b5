import pg from 'pg'

// As Plaza reads them.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** As many connections as Plaza has. */
export const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: 10,
  options: '-c timezone=UTC',
})

// At the end the database goes first.
pool.on('error', () => process.exit())

/** Runs a statement that is prepared once a connection. */
export const query = (name: string, text: string, values: unknown[] = []) =>
  pool.query({ name, text, values })

/** Runs statements in one transaction. */
export async function transaction<T>(workload: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const result = await workload(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

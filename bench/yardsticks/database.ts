import pg from 'pg'

pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** The size of Plaza's pool. */
export const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: 10,
  options: '-c timezone=UTC',
})

// PostgreSQL stops before this process.
pool.on('error', () => process.exit())

/** Prepared once per connection. */
export const query = (name: string, text: string, values: unknown[] = []) =>
  pool.query({ name, text, values })

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

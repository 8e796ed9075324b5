import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { Knex } from 'knex'
import type { PoolClient, QueryConfig, QueryResult } from 'pg'
import { pipeline, type Prepared } from '#db/pipeline'

/** Collects the values of a statement while its text is written. */
export class Values {
  readonly list: unknown[] = []

  /** @returns the mark that stands for the value */
  add(value: unknown): string {
    return `$${this.list.push(value)}`
  }
}

/**
 * Runs a read that is short and waits for no lock, by the [pipeline](docs/decisions/pipeline.md) while that
 * keeps up, else as {@link run} does.
 */
export async function read<Row>(statement: Prepared): Promise<Row[]> {
  const line = pipeline.line()
  return line ? line.read(statement) : run(statement)
}

/**
 * Runs a statement that stands on the way of many reads or writes: by the pool and the transactions
 * of Lucid, but past its query builder, which takes longer to write a statement than PostgreSQL to
 * run it.
 *
 * @param name of a statement of which there are few: each connection parses and plans it once. Empty
 *   for any other
 */
export async function run<Row>(
  { name, text, values }: Prepared,
  client: QueryClientContract = db.connection()
): Promise<Row[]> {
  const pool: Knex.Client = client.getWriteClient().client
  const connection: PoolClient = await pool.acquireConnection()
  try {
    pool.emit('query', { sql: text, bindings: values })
    return await answerOf<Row>(connection, { name, text, values })
  } finally {
    pool.releaseConnection(connection)
  }
}

/**
 * By a callback: a promise of node-postgres hangs on its connection, which is old to the garbage
 * collector, and so the rows of each answer would be taken for old and swept with much more effort.
 */
function answerOf<Row>(connection: PoolClient, statement: QueryConfig): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    connection.query(statement, (error: Error | null, answer: QueryResult) =>
      error ? reject(error) : resolve(answer.rows)
    )
  })
}

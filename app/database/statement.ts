import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { Knex } from 'knex'
import type { PoolClient, QueryConfig, QueryResult } from 'pg'
import { pipeline, type Prepared } from '#db/pipeline'

export class Values {
  readonly list: unknown[] = []

  add(value: unknown): string {
    return `$${this.list.push(value)}`
  }
}

/** Runs a short read without locks, in the [pipeline](docs/decisions/pipeline.md) or as {@link run} does. */
export async function read<Row>(statement: Prepared): Promise<Row[]> {
  const line = pipeline.line()
  return line ? line.read(statement) : run(statement)
}

/** Skips Lucid's slow query builder. Each connection plans once per `name`: few names, else an empty one. */
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

/** With a promise, which refers to its old connection, rows would cost the garbage collector more. */
function answerOf<Row>(connection: PoolClient, statement: QueryConfig): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    connection.query(statement, (error: Error | null, answer: QueryResult) =>
      error ? reject(error) : resolve(answer.rows)
    )
  })
}

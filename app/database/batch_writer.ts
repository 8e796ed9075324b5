import { setTimeout as sleep } from 'node:timers/promises'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import DataLoader from 'dataloader'
import { run } from '#db/statement'
import { isRefusal } from '#db/errors'
import { atEndOfTurn } from '#db/end_of_turn'

interface Statement {
  name: string
  text: string
}

interface Writing<Row> {
  one: Statement
  /** Writes arrays of values, and returns rows in that order. Must skip a row that it would have to wait for. */
  several: Statement
  /** Whether the row has these values: finds the values that were skipped. */
  isOf: (row: Row, values: unknown[]) => boolean
  /** Key of the row; absent for inserts. Writes of one key run one after the other. */
  nameOf?: (values: unknown[]) => string
}

const MAX_BATCH_ROWS = 50
/** A slower statement no longer holds up the next batch. */
const SLOW_BATCH_MS = 50

/** Batches concurrent writes for a third of PostgreSQL's work. Transactions and lone rows don't wait. */
export function batchWriter<Row>({ one, several, isOf, nameOf }: Writing<Row>) {
  const alone = async (values: unknown[], client?: QueryClientContract) => {
    const [row] = await run<Row>({ ...one, values }, client)
    return row as Row | undefined
  }

  async function writeBatch(batch: readonly unknown[][]): Promise<(Outcome<Row> | undefined)[]> {
    if (batch.length === 1) return [{ row: await alone(batch[0]) }]
    const written = nameOf ? firstOfEach(batch, nameOf) : batch
    const columns = batch[0].map((_, column) => written.map((values) => values[column]))
    const rows = await run<Row>({ ...several, values: columns }).catch(noneIfRefused)
    let next = 0
    return batch.map((values) =>
      next < rows.length && isOf(rows[next], values) ? { row: rows[next++] } : undefined
    )
  }

  let underway: Promise<unknown> = Promise.resolve()
  const batches = new DataLoader(
    (batch: readonly unknown[][]) => {
      const outcomes = writeBatch(batch)
      underway = Promise.race([outcomes.catch(() => {}), sleep(SLOW_BATCH_MS)])
      return outcomes
    },
    {
      cache: false,
      maxBatchSize: MAX_BATCH_ROWS,
      batchScheduleFn: (begin) => underway.then(() => atEndOfTurn(begin)),
    }
  )

  const write = async (values: unknown[], client?: QueryClientContract) => {
    if (client && 'commit' in client) return alone(values, client)
    const outcome = await batches.load(values)
    return outcome ? outcome.row : alone(values)
  }
  return Object.assign(write, { alone })
}

interface Outcome<Row> {
  row: Row | undefined
}

/** One statement can't write a row twice. */
function firstOfEach(batch: readonly unknown[][], nameOf: (values: unknown[]) => string) {
  const names = new Set<string>()
  return batch.filter((values) => {
    const { size } = names
    return names.add(nameOf(values)).size > size
  })
}

/** A refused row must not fail the others: each is then written alone. */
function noneIfRefused(error: unknown): [] {
  if (isRefusal(error)) return []
  throw error
}

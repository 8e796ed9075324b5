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

/** How rows of one kind are written. */
interface Writing<Row> {
  /** Writes one row of the values `$1`, `$2` … */
  one: Statement
  /**
   * Writes several, of arrays of those values, and tells of them in the order of the arrays. It leaves
   * out whatever it would have to wait for, so that no lock ever holds up a stranger.
   */
  several: Statement
  /** Whether a row is of these values, as far as it must be known which ones were left out. */
  isOf: (row: Row, values: unknown[]) => boolean
  /** Names the row that is written; absent where each is a new one. Two of one name go one after the other. */
  nameOf?: (values: unknown[]) => string
}

/** Most rows in one statement. */
const most = 50
/** How long a statement may hold up the next one, milliseconds. */
const SLOW_BATCH_MS = 50

/**
 * Writes what is asked for at the same time in one statement, which costs PostgreSQL a third of what
 * as many statements do, and one commit instead of many: what comes while one is under way goes into
 * the next. Who writes alone does not wait.
 *
 * @returns writes one row and tells of it; nothing where there can be none. Within a transaction it
 *   is written by itself
 */
export function batchWriter<Row>({ one, several, isOf, nameOf }: Writing<Row>) {
  const alone = async (values: unknown[], client?: QueryClientContract) => {
    const [row] = await run<Row>({ ...one, values }, client)
    return row as Row | undefined
  }

  /** @returns what became of each; nothing of one that was left out */
  async function writeLot(batch: readonly unknown[][]): Promise<(Outcome<Row> | undefined)[]> {
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
      const outcomes = writeLot(batch)
      underway = Promise.race([outcomes.catch(() => {}), sleep(SLOW_BATCH_MS)])
      return outcomes
    },
    {
      cache: false,
      maxBatchSize: most,
      batchScheduleFn: (begin) => underway.then(() => atEndOfTurn(begin)),
    }
  )

  return async (values: unknown[], client?: QueryClientContract): Promise<Row | undefined> => {
    if (client && 'commit' in client) return alone(values, client)
    const outcome = await batches.load(values)
    return outcome ? outcome.row : alone(values)
  }
}

interface Outcome<Row> {
  row: Row | undefined
}

/** A statement can't write one row twice. */
function firstOfEach(batch: readonly unknown[][], nameOf: (values: unknown[]) => string) {
  const names = new Set<string>()
  return batch.filter((values) => {
    const { size } = names
    return names.add(nameOf(values)).size > size
  })
}

/** A row that PostgreSQL refuses is nobody else's fault: each is written by itself then. */
function noneIfRefused(error: unknown): [] {
  if (isRefusal(error)) return []
  throw error
}

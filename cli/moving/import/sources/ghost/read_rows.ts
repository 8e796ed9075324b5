import { pipe } from 'stream-chain/utils/pipe.js'
import { Assembler } from 'stream-json/assembler.js'
import { parseFile } from 'stream-json/file/parser.js'
import type { Token } from 'stream-json/parser.js'
import type { GhostRow } from '#cli/moving/import/sources/ghost/tables'
import { isObject } from '#domain/is_object'
import { Failure } from '#cli/failure'

interface Found {
  table: string
  /** None where the table begins. */
  row?: GhostRow
}

const MAX_DEPTH = 100
/** Of one row. */
const MAX_ROW_CHARACTERS = 32_000_000

/** Old exports have no `db`. */
const isTable = (path: (string | number)[]) => /^(?:db,0,)?data,[^,]*$/.test(path.join())

/**
 * Reads the rows of all tables, one at a time and in the order of the file.
 * @throws Failure for what is no JSON
 */
export async function* readRows(path: string): AsyncGenerator<Found> {
  const reading = new Assembler<unknown>()
  let length = 0
  for await (const token of tokensOf(path)) {
    reading.consume(token)
    const { current, depth } = reading
    if ('value' in token && typeof token.value === 'string') length += token.value.length
    if (length > MAX_ROW_CHARACTERS) throw refused(path, "can't be read: a row is too long")
    if (depth > MAX_DEPTH) throw refused(path, "can't be read: it is nested too deep")
    if (!Array.isArray(current) || !isTable(reading.path)) continue
    const table = String(reading.path.at(-1))
    if (token.name === 'startArray') yield { table }
    // Rows that were read are not kept.
    const row: unknown = current.pop()
    if (isObject(row)) yield { table, row }
    length = 0
  }
}

async function* tokensOf(path: string): AsyncGenerator<Token> {
  try {
    yield* pipe(parseFile())<Token>(path)
  } catch (error) {
    throw refused(path, `is no JSON: ${(error as Error).message}`)
  }
}

const refused = (path: string, reason: string) => new Failure('unverified', `${path} ${reason}`)

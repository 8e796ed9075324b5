import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { Failure } from '#cli/failure'
import { isObject } from '#domain/is_object'

const MAX_BYTES = 10_000_000

export interface MapRow {
  /** Where it stands. */
  place: string
  row: Record<string, string>
}

/**
 * Reads a table of a few columns: CSV with a heading, or JSON Lines.
 * @throws Failure for another file, and for a row without one of these columns
 */
export async function readMap(path: string, needed: string[]): Promise<MapRow[]> {
  const text = await readFile(path, 'utf8').catch(({ code }: NodeJS.ErrnoException) => {
    throw new Failure('not_found', `${path} can't be read (${code})`)
  })
  if (text.length > MAX_BYTES)
    throw new Failure('usage', `${path} is larger than ${MAX_BYTES} bytes`)
  const rows = text.trimStart().startsWith('{') ? linesOf(text, path) : recordsOf(text, path)
  for (const { place, row } of rows) {
    const missing = needed.find((name) => !row[name])
    if (missing) throw new Failure('usage', `${place}: ${missing} is missing`)
  }
  return rows
}

function linesOf(text: string, path: string): MapRow[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const place = `${path}:${index + 1}`
    try {
      const row: unknown = JSON.parse(line)
      if (isObject(row)) return { place, row: row as Record<string, string> }
    } catch {}
    throw new Failure('usage', `${place}: it is no JSON object`)
  })
}

function recordsOf(text: string, path: string): MapRow[] {
  try {
    const records = parse(text, { columns: true, bom: true, trim: true, info: true }) as any[]
    return records.map(({ record, info }) => ({ place: `${path}:${info.lines}`, row: record }))
  } catch (error) {
    throw new Failure('usage', `${path} is no CSV: ${(error as Error).message}`)
  }
}

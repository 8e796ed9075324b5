import { readFileSync } from 'node:fs'

/** An answer of Plaza as it came over the wire. */
export interface Answer {
  status: number
  /** Names and values in turn, without those that Node itself adds. */
  headers: string[]
  body: string
  etag: string
}

/** The answers that Plaza gave, by path: what the yardsticks keep in memory. */
export const answers = new Map<string, Answer>(
  Object.entries(JSON.parse(readFileSync(process.env.ANSWERS!, 'utf8')))
)

/** What a 304 leaves out. */
export const headersOf304 = ({ headers }: Answer) =>
  headers.filter((_, index) => !/^content-/i.test(headers[index - (index % 2)]))

import { readFileSync } from 'node:fs'

/** A recorded response of Plaza. */
export interface Answer {
  status: number
  /** Names and values in turn, without the headers that Node adds. */
  headers: string[]
  body: string
  etag: string
}

export const answers = new Map<string, Answer>(
  Object.entries(JSON.parse(readFileSync(process.env.ANSWERS!, 'utf8')))
)

export const headersOf304 = ({ headers }: Answer) =>
  headers.filter((_, index) => !/^content-/i.test(headers[index - (index % 2)]))

/** More than the longest row can have. */
export const MAX_LINE_BYTES = 8_000_000

export interface Line {
  /** From 1 on. */
  number: number
  /** Null: too long, or no UTF-8 text. */
  text: string | null
  wrong?: string
}

const NEWLINE = 0x0a

/** Splits bytes into lines. The memory has one line at most, and of a line that is too long only its beginning. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let number = 0
  let parts: Uint8Array[] = []
  let length = 0

  const take = (part: Uint8Array) => {
    length += part.length
    if (length <= MAX_LINE_BYTES) parts.push(part)
    else parts = []
  }
  const end = (): Line => {
    const isLong = length > MAX_LINE_BYTES
    const bytes = parts.length === 1 ? parts[0] : Buffer.concat(parts)
    parts = []
    length = 0
    number++
    if (isLong) return { number, text: null, wrong: `it is longer than ${MAX_LINE_BYTES} bytes` }
    try {
      return { number, text: decoder.decode(bytes) }
    } catch {
      return { number, text: null, wrong: 'it is no UTF-8 text' }
    }
  }

  for await (const chunk of chunks) {
    let from = 0
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      take(chunk.subarray(from, at))
      yield end()
      from = at + 1
    }
    if (from < chunk.length) take(chunk.subarray(from))
  }
  if (length > 0) yield end()
}

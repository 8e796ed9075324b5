import { plain } from '#cli/output/plain'

/** Debian's Docker Compose (2.26) writes this before each line, into a pipe too. */
const CLEAR_LINE = '\u001B[2K'

/** Longer lines are shown in parts. */
const MAX_LINE_CHARS = 64 * 1024

/** Another program's output by lines, safe for a terminal: logs hold untrusted input. */
export async function* plainLines(stream: NodeJS.ReadableStream): AsyncGenerator<string> {
  const safe = (text: string) => plain(text.replaceAll(CLEAR_LINE, ''))
  // A character may arrive in two chunks.
  stream.setEncoding('utf8')
  let rest = ''
  for await (const data of stream) {
    rest += data
    const end = rest.lastIndexOf('\n') + 1 || (rest.length > MAX_LINE_CHARS ? rest.length : 0)
    if (end === 0) continue
    yield safe(rest.slice(0, end))
    rest = rest.slice(end)
  }
  if (rest) yield safe(rest)
}

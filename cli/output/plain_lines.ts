import { plain } from '#cli/output/plain'

/** Docker Compose 2.26, which is Debian's, clears the line of the terminal before each, into a pipe as well. */
const clearLine = '\u001B[2K'

/** What is shown though no line has ended. */
const MAX_LINE = 64 * 1024

/**
 * What another program says, line by line, with nothing in it that a terminal obeys: a log holds what
 * strangers sent.
 */
export async function* plainLines(stream: NodeJS.ReadableStream): AsyncGenerator<string> {
  const safe = (text: string) => plain(text.replaceAll(clearLine, ''))
  // Of a character that arrives in two parts, neither is shown alone.
  stream.setEncoding('utf8')
  let rest = ''
  for await (const data of stream) {
    rest += data
    const end = rest.lastIndexOf('\n') + 1 || (rest.length > MAX_LINE ? rest.length : 0)
    if (end === 0) continue
    yield safe(rest.slice(0, end))
    rest = rest.slice(end)
  }
  if (rest) yield safe(rest)
}

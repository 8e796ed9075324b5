import { createHash, type Hash } from 'node:crypto'
import { linesOf, type Line } from '#cli/moving/archive/lines'
import { kinds, type Kind } from '#cli/moving/archive/kinds'
import { openArchive, type Archive, type ArchiveFile } from '#cli/moving/archive/open_archive'

export interface Comparison {
  kind: Kind
  isSame: boolean
  /** Rows in each archive. */
  rows: number[]
  /** Of the files as they are. */
  sha256: string[]
  /** The number of the first line that differs; null if none does. */
  firstDifference: number | null
}

export interface Verdict {
  kinds: Comparison[]
  /** Files that are not as their manifest says. */
  damaged: { path: string; file: string }[]
}

/** Reads one or two archives whole, and compares them kind by kind. @throws Failure for what is no archive */
export async function compareArchives(paths: string[]): Promise<Verdict> {
  const archives: Archive[] = []
  try {
    for (const path of paths) archives.push(await openArchive(path))
    const verdict: Verdict = { kinds: [], damaged: [] }
    for (const kind of kinds) {
      const files = await Promise.all(archives.map((one) => next(one)))
      const read = files.map(reading)
      const firstDifference = await compare(read.map(({ lines }) => lines))
      const sha256 = read.map(({ sum }) => sum.digest('hex'))
      const isSame = sha256.every((one) => one === sha256[0])
      verdict.kinds.push({
        kind,
        isSame,
        rows: read.map(({ rows }) => rows()),
        sha256,
        firstDifference,
      })
      for (const [index, { manifest }] of archives.entries()) {
        if (manifest.kinds[kind].sha256 === sha256[index]) continue
        verdict.damaged.push({ path: paths[index], file: files[index].name })
      }
    }
    // What follows the last file is refused.
    for (const archive of archives) await archive.files.next()
    return verdict
  } finally {
    for (const archive of archives) await archive.close()
  }
}

async function next({ files }: Archive): Promise<ArchiveFile> {
  return (await files.next()).value
}

function reading({ chunks }: ArchiveFile) {
  const sum = createHash('sha256')
  let rows = 0
  const lines = counted(linesOf(summed(chunks, sum)), () => rows++)
  return { sum, lines, rows: () => rows }
}

async function* summed(chunks: AsyncIterable<Uint8Array>, sum: Hash) {
  for await (const chunk of chunks) {
    sum.update(chunk)
    yield chunk
  }
}

async function* counted(lines: AsyncGenerator<Line>, count: () => void) {
  for await (const line of lines) {
    count()
    yield line
  }
}

/** Reads all to their ends. */
async function compare(sides: AsyncGenerator<Line>[]): Promise<number | null> {
  let first: number | null = null
  for (let number = 1; ; number++) {
    const lines = await Promise.all(sides.map((side) => side.next()))
    if (lines.every(({ done }) => done)) return first
    const texts = lines.map(({ done, value }) => (done ? undefined : value.text))
    if (texts.some((text) => text !== texts[0])) first ??= number
  }
}

import type { Archive } from '#cli/moving/archive/archive'
import type { Line } from '#cli/moving/archive/lines'
import { kinds, type Kind } from '#cli/moving/archive/kinds'
import { openArchive } from '#cli/moving/archive/open_archive'
import { ArchiveReader, type ReadRows } from '#cli/moving/export/archive_reader'

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
    const readers = archives.map((archive) => new ArchiveReader(archive))
    const verdict: Verdict = { kinds: [], damaged: [] }
    for (const kind of kinds) {
      const rows: ReadRows[] = []
      for (const reader of readers) rows.push(await reader.next())
      verdict.kinds.push(await compare(kind, rows))
    }
    // What follows the last file is refused.
    for (const reader of readers) await reader.end()
    for (const [index, reader] of readers.entries()) {
      for (const file of reader.damaged()) verdict.damaged.push({ path: paths[index], file })
    }
    return verdict
  } finally {
    for (const archive of archives) await archive.close()
  }
}

async function compare(kind: Kind, read: ReadRows[]): Promise<Comparison> {
  const firstDifference = await firstDifferenceOf(read.map(({ lines }) => lines))
  const facts = read.map(({ facts: readFacts }) => readFacts())
  return {
    kind,
    isSame: facts.every(({ sha256 }) => sha256 === facts[0].sha256),
    rows: facts.map(({ count }) => count),
    sha256: facts.map(({ sha256 }) => sha256),
    firstDifference,
  }
}

/** Reads all to their ends. */
async function firstDifferenceOf(sides: AsyncGenerator<Line>[]): Promise<number | null> {
  let first: number | null = null
  for (let number = 1; ; number++) {
    const lines = await Promise.all(sides.map((side) => side.next()))
    if (lines.every(({ done }) => done)) return first
    const texts = lines.map(({ done, value }) => (done ? undefined : value.text))
    if (texts.some((text) => text !== texts[0])) first ??= number
  }
}

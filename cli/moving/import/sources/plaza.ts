import { createHash } from 'node:crypto'
import { linesOf } from '#cli/moving/archive/lines'
import { openArchive } from '#cli/moving/archive/open_archive'
import { compareArchives } from '#cli/moving/export/compare_archives'
import type { Entry, Source } from '#cli/moving/import/source'

/** Reads the archive once before the import, so that a hostile or torn one writes nothing. @throws Failure */
export async function openPlaza(path: string): Promise<Source> {
  const { damaged, kinds } = await compareArchives([path])
  const archive = await openArchive(path)
  const digests = kinds.map(({ sha256 }) => sha256[0]).join()

  async function* entries(): AsyncGenerator<Entry> {
    for await (const { kind, name, chunks } of archive.files) {
      for await (const { number, text, wrong } of linesOf(chunks)) {
        const place = `${name}:${number}`
        yield text === null ? { kind, place, wrong } : { kind, place, text }
      }
    }
  }
  return {
    format: 'plaza',
    id: archive.manifest.source,
    digest: createHash('sha256').update(digests).digest('hex'),
    keepsIds: true,
    expected: kinds.reduce((sum, { rows }) => sum + rows[0], 0),
    damaged: damaged.map(({ file }) => file),
    entries,
    close: () => archive.close(),
  }
}

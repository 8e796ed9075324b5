import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { decryptionWith } from '#cli/backups/encryption'
import { linesOf } from '#cli/moving/archive/lines'
import { MEDIA_FOLDER } from '#cli/moving/archive/media_paths'
import { openArchive } from '#cli/moving/archive/open_archive'
import { compareArchives } from '#cli/moving/export/compare_archives'
import type { SourceOptions } from '#cli/moving/import/sources/options'
import type { Entry, Source } from '#cli/moving/import/source'
import { Failure } from '#cli/failure'
import { measureStream } from '#media/measure_stream'

/** Reads the archive once before the import, so that a hostile or torn one writes nothing. @throws Failure */
export async function openPlaza(path: string, { identity }: SourceOptions): Promise<Source> {
  const decrypt = identity ? await decryptionWith(identity, 'the passwords') : null
  const { damaged, kinds } = await compareArchives([path])
  const archive = await openArchive(path)
  if (identity && !archive.manifest.credentials) {
    await archive.close()
    throw new Failure('usage', `${path} has no passwords: go without --with-credentials`)
  }
  const digests = kinds.map(({ sha256 }) => sha256[0]).join()

  async function* entries(): AsyncGenerator<Entry> {
    for await (const { kind, name, isBytes, chunks } of archive.files) {
      if (isBytes) {
        const bytes = { path: name.slice(MEDIA_FOLDER.length + 1), chunks }
        yield { kind, place: name, isNote: true, bytes }
        continue
      }
      const plain = kind === 'credentials' ? await decrypt?.(Readable.from(chunks)) : chunks
      if (!plain) {
        await measureStream(chunks)
        continue
      }
      for await (const { number, text, wrong } of linesOf(plain)) {
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

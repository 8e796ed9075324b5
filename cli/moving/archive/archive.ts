import type { RowKind } from '#cli/moving/archive/kinds'
import type { Manifest } from '#cli/moving/archive/manifest'

export interface ArchiveFile {
  kind: RowKind
  name: string
  /** Whether it is the bytes of a file of media, and not rows. */
  isBytes: boolean
  chunks: AsyncIterable<Uint8Array>
}

/** An archive that is open for one reading. */
export interface Archive {
  manifest: Manifest
  /** In the order of the kinds; the bytes of media before `files`. Each must be read before the next one. */
  files: AsyncGenerator<ArchiveFile>
  close(): Promise<void>
}

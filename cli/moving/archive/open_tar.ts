import { open } from 'node:fs/promises'
import { Readable, type Transform } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { text as textOf } from 'node:stream/consumers'
import { constants as zlib, createZstdDecompress } from 'node:zlib'
import { createTarDecoder, type ParsedTarEntry, type TarHeader } from 'modern-tar'
import {
  CREDENTIALS_FILE,
  fileOf,
  kinds,
  MANIFEST_FILE,
  rowKinds,
  type RowKind,
} from '#cli/moving/archive/kinds'
import { MAX_MANIFEST_BYTES, parseManifest, type Manifest } from '#cli/moving/archive/manifest'
import { MEDIA_FOLDER, mediaPathShape } from '#cli/moving/archive/media_paths'
import type { Archive, ArchiveFile } from '#cli/moving/archive/archive'
import { Failure } from '#cli/failure'

/** A file may expand to this, or to a hundred times its size if that is more. */
const MAX_EXPANDED_BYTES = 64 * 1024 ** 2
const MAX_EXPANSION = 100

/** Of zstd's window, which is in memory: 32 MB. */
const MAX_WINDOW_LOG = 25

/** @throws Failure */
export async function openTar(path: string, size: number): Promise<Archive> {
  const handle = await open(path)
  const source = handle.createReadStream()
  const expanded = source.pipe(
    createZstdDecompress({ params: { [zlib.ZSTD_d_windowLogMax]: MAX_WINDOW_LOG } })
  )
  source.on('error', (error) => expanded.destroy(error))
  const most = Math.max(MAX_EXPANDED_BYTES, size * MAX_EXPANSION)
  const tar = Readable.from(bounded(expanded, path, most))
  const entries = (Readable.toWeb(tar) as ReadableStream<any>).pipeThrough(
    createTarDecoder({ strict: true }) as any
  )
  const reader = entriesOf(entries as ReadableStream<ParsedTarEntry>, path)
  const close = async () => {
    tar.destroy()
    expanded.destroy()
    source.destroy()
  }
  try {
    const first = await reader.next()
    if (first.done || nameIn(first.value.header, path) !== MANIFEST_FILE) {
      throw new Failure('unverified', `${path} is no archive: it does not begin with a manifest`)
    }
    if (first.value.header.size > MAX_MANIFEST_BYTES) {
      throw new Failure('unverified', `The manifest of ${path} is too large`)
    }
    const manifest = parseManifest((await textOf(first.value.body as any)) as string, path)
    return { manifest, files: filesOf(reader, path, manifest), close }
  } catch (error) {
    await close()
    throw error instanceof Failure ? error : broken(path, error as Error)
  }
}

async function* bounded(expanded: Transform, path: string, most: number) {
  let total = 0
  try {
    for await (const chunk of expanded) {
      total += chunk.length
      if (total > most) {
        throw new Failure('unverified', `${path} expands to more than ${most} bytes`)
      }
      yield chunk
    }
  } catch (error) {
    throw error instanceof Failure ? error : broken(path, error as Error)
  }
}

/** Repacked by another program, an archive has its folders too. */
const isFolder = new RegExp(`^(?:[.]?/?|(?:[.]/)?${MEDIA_FOLDER}/?(?:[0-9a-f]{64}/?)?)$`)

async function* entriesOf(entries: ReadableStream<ParsedTarEntry>, path: string) {
  try {
    for await (const entry of entries) {
      if (entry.header.type !== 'directory' || !isFolder.test(entry.header.name)) yield entry
      else await entry.body.cancel()
    }
  } catch (error) {
    throw error instanceof Failure ? error : broken(path, error as Error)
  }
}

async function* filesOf(
  entries: AsyncGenerator<ParsedTarEntry>,
  path: string,
  { credentials }: Manifest
): AsyncGenerator<ArchiveFile> {
  for (const kind of credentials ? rowKinds : kinds) {
    for (;;) {
      const { value: entry, done } = await entries.next()
      const name = done ? 'the end' : nameIn(entry.header, path)
      const isBytes = kind === 'files' && mediaPathShape.test(name)
      if (done || (!isBytes && name !== nameOf(kind))) {
        const shown = JSON.stringify(name.slice(0, 150))
        throw new Failure('unverified', `${path} has ${shown} in the place of ${nameOf(kind)}`)
      }
      const body = entry.body as unknown as AsyncIterable<Uint8Array>
      yield { kind, name, isBytes, chunks: whole(body, path) }
      if (!isBytes) break
    }
  }
  const more = await entries.next()
  if (!more.done) {
    throw new Failure('unverified', `${path} has ${nameIn(more.value.header, path)} at its end`)
  }
}

const nameOf = (kind: RowKind) => (kind === 'credentials' ? CREDENTIALS_FILE : fileOf(kind))

async function* whole(chunks: AsyncIterable<Uint8Array>, path: string) {
  try {
    yield* chunks
  } catch (error) {
    throw error instanceof Failure ? error : broken(path, error as Error)
  }
}

/** @throws Failure for anything but a file beside the others */
function nameIn({ name, type }: TarHeader, path: string): string {
  const shown = JSON.stringify(name.slice(0, 100))
  if (type === 'link' || type === 'symlink') {
    throw new Failure('unverified', `${path} has a link: ${shown}`)
  }
  if (name.startsWith('/') || name.split('/').includes('..')) {
    throw new Failure('unverified', `${path} has a path that leads elsewhere: ${shown}`)
  }
  if (type !== 'file') throw new Failure('unverified', `${path} has ${shown}, which is no file`)
  return name.replace(/^\.\//, '')
}

const broken = (path: string, { message }: Error) =>
  new Failure('unverified', `${path} is no whole .tar.zst: ${message}`)

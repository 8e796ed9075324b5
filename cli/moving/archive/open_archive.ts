import { constants as files } from 'node:fs'
import { lstat, open } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, type Transform } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { text as textOf } from 'node:stream/consumers'
import { constants as zlib, createZstdDecompress } from 'node:zlib'
import { createTarDecoder, type ParsedTarEntry, type TarHeader } from 'modern-tar'
import { fileOf, kinds, MANIFEST_FILE, type Kind } from '#cli/moving/archive/kinds'
import { MAX_MANIFEST_BYTES, parseManifest, type Manifest } from '#cli/moving/archive/manifest'
import { Failure } from '#cli/failure'

export interface ArchiveFile {
  kind: Kind
  name: string
  chunks: AsyncIterable<Uint8Array>
}

export interface Archive {
  manifest: Manifest
  /** In the order of the kinds. Each must be read before the next one. */
  files: AsyncGenerator<ArchiveFile>
  close(): Promise<void>
}

/** A file may expand to this, or to a hundred times its size if that is more. */
const MAX_EXPANDED_BYTES = 64 * 1024 ** 2
const MAX_EXPANSION = 100

/** Of zstd's window, which is in memory: 32 MB. */
const MAX_WINDOW_LOG = 25

/**
 * Opens a folder or a `.tar.zst` for one reading, which writes nothing to the disk.
 * @throws Failure for a link, a path that leads elsewhere, a bomb, and what is no archive
 */
export async function openArchive(path: string): Promise<Archive> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new Failure('not_found', `There is no file ${path}`)
    throw error
  })
  if (found.isDirectory()) return openFolder(path)
  if (found.isFile()) return openFile(path, found.size)
  throw new Failure('usage', `${path} is neither a folder nor a file`)
}

async function openFolder(path: string): Promise<Archive> {
  const text = (await textOf(await bytesOf(path, MANIFEST_FILE, MAX_MANIFEST_BYTES))) as string
  return { manifest: parseManifest(text, path), files: filesIn(path), close: async () => {} }
}

async function* filesIn(path: string): AsyncGenerator<ArchiveFile> {
  for (const kind of kinds) {
    const name = fileOf(kind)
    yield { kind, name, chunks: await bytesOf(path, name) }
  }
}

/** @throws Failure for a link */
async function bytesOf(folder: string, name: string, most = Infinity): Promise<Readable> {
  const path = join(folder, name)
  const handle = await open(path, files.O_RDONLY | files.O_NOFOLLOW).catch(
    ({ code }: NodeJS.ErrnoException) => {
      if (code === 'ELOOP') throw new Failure('unverified', `${path} is a link, and not a file`)
      const what = code === 'ENOENT' ? `has no ${name}` : `can't be read: ${name} (${code})`
      throw new Failure('unverified', `${folder} ${what}`)
    }
  )
  const found = await handle.stat()
  if (found.isFile() && found.size <= most) return handle.createReadStream()
  await handle.close()
  throw new Failure('unverified', `${path} is ${found.isFile() ? 'too large' : 'no file'}`)
}

async function openFile(path: string, size: number): Promise<Archive> {
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
    return { manifest, files: filesOf(reader, path), close }
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

async function* entriesOf(entries: ReadableStream<ParsedTarEntry>, path: string) {
  try {
    for await (const entry of entries) {
      // Repacked by another program, an archive has its folder too.
      if (entry.header.type !== 'directory' || !/^\.?\/?$/.test(entry.header.name)) yield entry
      else await entry.body.cancel()
    }
  } catch (error) {
    throw error instanceof Failure ? error : broken(path, error as Error)
  }
}

async function* filesOf(
  entries: AsyncGenerator<ParsedTarEntry>,
  path: string
): AsyncGenerator<ArchiveFile> {
  for (const kind of kinds) {
    const { value: entry, done } = await entries.next()
    const name = done ? 'the end' : nameIn(entry.header, path)
    if (done || name !== fileOf(kind)) {
      throw new Failure('unverified', `${path} has ${name} in the place of ${fileOf(kind)}`)
    }
    yield { kind, name, chunks: whole(entry.body as unknown as AsyncIterable<Uint8Array>, path) }
  }
  const more = await entries.next()
  if (!more.done) {
    throw new Failure('unverified', `${path} has ${nameIn(more.value.header, path)} at its end`)
  }
}

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

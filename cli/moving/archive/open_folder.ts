import { constants as files, type Dirent } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text as textOf } from 'node:stream/consumers'
import { CREDENTIALS_FILE, fileOf, kinds, MANIFEST_FILE } from '#cli/moving/archive/kinds'
import { MAX_MANIFEST_BYTES, parseManifest, type Manifest } from '#cli/moving/archive/manifest'
import { MEDIA_FOLDER, mediaPathShape } from '#cli/moving/archive/media_paths'
import type { Archive, ArchiveFile } from '#cli/moving/archive/archive'
import { Failure } from '#cli/failure'

/** @throws Failure */
export async function openFolder(path: string): Promise<Archive> {
  const text = (await textOf(await bytesOf(path, MANIFEST_FILE, MAX_MANIFEST_BYTES))) as string
  const manifest = parseManifest(text, path)
  return { manifest, files: filesIn(path, manifest), close: async () => {} }
}

async function* filesIn(path: string, manifest: Manifest): AsyncGenerator<ArchiveFile> {
  for (const kind of kinds) {
    if (kind === 'files') yield* mediaIn(path)
    const name = fileOf(kind)
    yield { kind, name, isBytes: false, chunks: await bytesOf(path, name) }
  }
  if (!manifest.credentials) return
  const name = CREDENTIALS_FILE
  yield { kind: 'credentials', name, isBytes: false, chunks: await bytesOf(path, name) }
}

/** In the order of the paths. */
async function* mediaIn(path: string): AsyncGenerator<ArchiveFile> {
  for (const folder of await entriesOf(path, MEDIA_FOLDER)) {
    const digest = join(MEDIA_FOLDER, folder.name)
    if (!folder.isDirectory()) throw notMedia(path, digest)
    for (const file of await entriesOf(path, digest)) {
      const name = [MEDIA_FOLDER, folder.name, file.name].join('/')
      if (!file.isFile() || !mediaPathShape.test(name)) throw notMedia(path, name)
      yield { kind: 'files', name, isBytes: true, chunks: await bytesOf(path, name) }
    }
  }
}

const notMedia = (path: string, name: string) =>
  new Failure('unverified', `${path} has ${JSON.stringify(name.slice(0, 150))}, which is no media`)

async function entriesOf(path: string, folder: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(join(path, folder), { withFileTypes: true })
    return entries.sort((one, other) => (one.name < other.name ? -1 : 1))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' && folder === MEDIA_FOLDER) return []
    throw new Failure('unverified', `${path} can't be read: ${folder} (${code})`)
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

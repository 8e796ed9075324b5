import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { createZstdCompress } from 'node:zlib'
import { createTarPacker, type TarPackController } from 'modern-tar'
import { kinds, MANIFEST_FILE } from '#cli/moving/archive/kinds'
import type { Manifest } from '#cli/moving/archive/manifest'

interface PackedFile {
  path: string
  bytes: number
  open: () => Promise<Readable>
}

interface PackInput {
  /** With the manifest and the rows. */
  folder: string
  manifest: Manifest
  media: AsyncIterable<PackedFile>
  /** Takes the bytes of the `.tar.zst`. */
  write: (bytes: Uint8Array) => Promise<void>
}

/** Packs the files of an archive, the manifest first, and the bytes of media before the rows of `files`. */
export async function packArchive(input: PackInput) {
  const { readable, controller } = createTarPacker()
  const written = new Writable({
    write: (chunk, _, done) => input.write(chunk).then(() => done(), done),
  })
  const packed = pipeline(
    Readable.fromWeb(readable as ReadableStream),
    createZstdCompress(),
    written
  )
  const packing = addFiles(input, controller)
  // A failure of one side ends the other.
  await Promise.all([packed.catch(stop(controller)), packing.catch(stop(controller))])
}

const stop =
  (controller: TarPackController) =>
  (error: unknown): never => {
    controller.error(error)
    throw error
  }

async function addFiles({ folder, manifest, media }: PackInput, controller: TarPackController) {
  const mtime = new Date(manifest.taken_at)
  const add = async ({ path, bytes, open }: PackedFile) => {
    const header = { name: path, size: bytes, mtime, mode: 0o600, type: 'file' } as const
    const entry = controller.add(header) as WritableStream<any>
    await Readable.toWeb(await open()).pipeTo(entry)
  }
  await add(await fileIn(folder, MANIFEST_FILE))
  for (const kind of kinds) {
    if (kind === 'files') for await (const file of media) await add(file)
    await add(await fileIn(folder, manifest.kinds[kind].file))
  }
  if (manifest.credentials) await add(await fileIn(folder, manifest.credentials.file))
  controller.finalize()
}

async function fileIn(folder: string, name: string): Promise<PackedFile> {
  const path = join(folder, name)
  const { size } = await stat(path)
  return { path: name, bytes: size, open: async () => createReadStream(path) }
}

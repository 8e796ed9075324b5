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

/** Packs the files of an archive, the manifest first. @param write takes the bytes of the `.tar.zst` */
export async function packFolder(
  folder: string,
  manifest: Manifest,
  write: (bytes: Uint8Array) => Promise<void>
) {
  const { readable, controller } = createTarPacker()
  const names = [MANIFEST_FILE, ...kinds.map((kind) => manifest.kinds[kind].file)]
  const written = new Writable({
    write: (chunk, _, done) => write(chunk).then(() => done(), done),
  })
  const packed = pipeline(
    Readable.fromWeb(readable as ReadableStream),
    createZstdCompress(),
    written
  )
  const packing = addFiles(folder, names, new Date(manifest.taken_at), controller)
  // A failure of one side ends the other.
  await Promise.all([packed.catch(stop(controller)), packing.catch(stop(controller))])
}

const stop =
  (controller: TarPackController) =>
  (error: unknown): never => {
    controller.error(error)
    throw error
  }

async function addFiles(
  folder: string,
  names: string[],
  mtime: Date,
  controller: TarPackController
) {
  for (const name of names) {
    const path = join(folder, name)
    const { size } = await stat(path)
    const entry = controller.add({ name, size, mtime, mode: 0o600, type: 'file' })
    await Readable.toWeb(createReadStream(path)).pipeTo(entry as WritableStream<any>)
  }
  controller.finalize()
}

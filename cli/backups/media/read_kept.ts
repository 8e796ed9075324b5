import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { KeptFile } from '#cli/backups/media/kept_files'
import { Failure } from '#cli/failure'

export type Open = (sealed: Readable) => Promise<Readable>

/**
 * The bytes of a kept file, as the storage had it.
 *
 * @param folder of all backups @throws Failure, at the end too, if the file is not as it was kept
 */
export async function* readKept(
  folder: string,
  { path, bytes, sha256 }: KeptFile,
  open: Open
): AsyncGenerator<Buffer> {
  const sum = createHash('sha256')
  async function* summed() {
    for await (const chunk of createReadStream(join(folder, path))) {
      sum.update(chunk)
      yield chunk
    }
  }
  let length = 0
  try {
    for await (const chunk of await open(Readable.from(summed(), { objectMode: false }))) {
      length += chunk.length
      yield chunk
    }
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure('unverified', `${path} is damaged: ${(error as Error).message}`)
  }
  if (length === bytes && sum.digest('hex') === sha256) return
  throw new Failure('unverified', `${path} is damaged`)
}

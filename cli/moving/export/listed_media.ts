import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { LIST_FILE, streamOf } from '#cli/moving/export/write_media'

export interface ListedFile {
  path: string
  bytes: number
  open: () => Promise<Readable>
}

/** The files with bytes that a {@link MediaWriter} has listed in a folder, in the order of their paths. */
export async function* listedMedia(folder: string): AsyncGenerator<ListedFile> {
  const list = join(folder, LIST_FILE)
  const isThere = await access(list).then(
    () => true,
    () => false
  )
  if (!isThere) return
  for await (const line of createInterface({ input: createReadStream(list) })) {
    const [path, name, bytes] = line.split('\t')
    yield { path, bytes: Number(bytes), open: () => streamOf(name, Number(bytes)) }
  }
}

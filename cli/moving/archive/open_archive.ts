import { lstat } from 'node:fs/promises'
import type { Archive } from '#cli/moving/archive/archive'
import { openFolder } from '#cli/moving/archive/open_folder'
import { openTar } from '#cli/moving/archive/open_tar'
import { Failure } from '#cli/failure'

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
  if (found.isFile()) return openTar(path, found.size)
  throw new Failure('usage', `${path} is neither a folder nor a file`)
}

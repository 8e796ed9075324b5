import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Node's recursive `mkdir` never returns on file systems without new folders, such as /proc. */
export async function makeFolder(path: string, mode: number): Promise<void> {
  if (await isFolder(path)) return
  const parent = dirname(path)
  if (parent !== path) await makeFolder(parent, mode)
  try {
    await mkdir(path, { mode })
  } catch (error) {
    if (!(await isFolder(path))) throw error
  }
}

const isFolder = (path: string) =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false
  )

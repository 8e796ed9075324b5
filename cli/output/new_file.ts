import { randomBytes } from 'node:crypto'
import { link, lstat, open, rename, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Failure } from '#cli/failure'

type Write = (text: string) => Promise<void>

/**
 * Writes through a draft, so that the file is complete or absent. Never overwrites.
 * @param mode by default only the owner may read it
 * @throws Failure if the name is taken, or the file can't be written
 */
export async function writeNewFile<T>(
  name: string,
  fill: (write: Write) => Promise<T>,
  mode = 0o600
): Promise<T> {
  await refuseTaken(name)
  const draft = join(dirname(name), `.${basename(name)}.${randomBytes(4).toString('hex')}.part`)
  const file = await open(draft, 'wx', mode).catch(refuse(name))
  try {
    const filled = await fill((text) => file.writeFile(text).catch(refuse(name)))
    await file.sync().catch(refuse(name))
    await nameIt(draft, name)
    return filled
  } finally {
    await file.close()
    await unlink(draft).catch(() => {})
  }
}

/** @throws Failure if the name is taken */
export async function refuseTaken(name: string) {
  const found = await lstat(name).catch((error) => {
    if (error.code !== 'ENOENT') refuse(name)(error)
  })
  if (found) throw taken(name)
}

/** A link never overwrites a file; a rename does. */
async function nameIt(draft: string, name: string) {
  try {
    await link(draft, name)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') throw taken(name)
    // Some file systems have no links.
    await refuseTaken(name)
    await rename(draft, name).catch(refuse(name))
  }
}

const taken = (name: string) =>
  new Failure('conflict', `${name} is there already: name another file`)

const why: Record<string, string> = {
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ENOENT: 'its folder is not there',
  ENOSPC: 'no space is left',
  ENOTDIR: 'its folder is a file',
  EROFS: 'the file system is read-only',
}

const refuse =
  (name: string) =>
  ({ code = '' }: NodeJS.ErrnoException): never => {
    throw new Failure('unwritten', `${name} can't be written: ${why[code] ?? code}`)
  }

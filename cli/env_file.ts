import { randomBytes } from 'node:crypto'
import { open, realpath, rename, rm, stat } from 'node:fs/promises'
import { EnvLoader } from '@adonisjs/core/env'
import type { Terminal } from '#cli/terminal'

/** A file that settings come from; of several, the first one counts. */
export interface EnvFile {
  path: string
  contents: string
}

/** The files that this installation reads, as far as they are there. */
export async function envFiles({ env }: Terminal, root: URL): Promise<EnvFile[]> {
  const files = await new EnvLoader(env.ENV_PATH ?? root).load()
  return files.filter(({ fileExists }) => fileExists)
}

/** Whether a file sets a variable. */
export const sets = ({ contents }: EnvFile, name: string) => lineOf(name).test(contents)

/**
 * Puts another value in a file. The file keeps its owner and its group, and is for nobody else from then
 * on. The draft is made and never opened, so that nobody can have put a link in its place.
 */
export async function setIn(file: EnvFile, name: string, value: string) {
  // A release has a link to where the settings are.
  const path = await realpath(file.path)
  const { contents } = file
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const changed = contents.replace(lineOf(name), () => `${name}=${value}`)
  const { uid, gid, mode } = await stat(path)
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(changed)
    // Root writes for another, whose server must still read it.
    if (process.getuid?.() === 0) await handle.chown(uid, gid)
    await handle.chmod(mode & readersOf(uid, gid))
    await handle.sync()
    await handle.close()
    await rename(draft, path)
  } catch (error) {
    await handle.close().catch(() => {})
    await rm(draft, { force: true })
    throw error
  }
}

/** Whether others than those it is for may read or change a file. */
export async function isOpenToOthers({ path }: EnvFile) {
  const { gid, mode, uid } = await stat(path)
  return (mode & 0o777 & ~readersOf(uid, gid)) !== 0
}

/** Root's settings are there for the group of the service to read. Anybody else's are their own. */
const readersOf = (uid: number, gid: number) => (uid === 0 && gid !== 0 ? 0o640 : 0o600)

const lineOf = (name: string) => new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=.*$`, 'm')

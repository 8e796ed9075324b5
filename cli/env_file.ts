import { randomBytes } from 'node:crypto'
import { open, realpath, rename, rm, stat } from 'node:fs/promises'
import { EnvLoader } from '@adonisjs/core/env'
import type { Terminal } from '#cli/terminal'

export interface EnvFile {
  path: string
  contents: string
}

/** The existing `.env` files, in order of precedence. */
export async function envFiles({ env }: Terminal, root: URL): Promise<EnvFile[]> {
  const files = await new EnvLoader(env.ENV_PATH ?? root).load()
  return files.filter(({ fileExists }) => fileExists)
}

export const sets = ({ contents }: EnvFile, name: string) => lineOf(name).test(contents)

/**
 * Changes a variable. The file keeps its owner and group, and loses access for others. The draft is
 * created exclusively, so that a planted link can't redirect it.
 */
export async function setIn(file: EnvFile, name: string, value: string) {
  // A release links to its settings.
  const path = await realpath(file.path)
  const { contents } = file
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const changed = contents.replace(lineOf(name), () => `${name}=${value}`)
  const { uid, gid, mode } = await stat(path)
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(changed)
    // The server's user must still be able to read what root writes.
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

export async function isOpenToOthers({ path }: EnvFile) {
  const { gid, mode, uid } = await stat(path)
  return (mode & 0o777 & ~readersOf(uid, gid)) !== 0
}

/** The service's group reads settings that root owns. Other files are private. */
const readersOf = (uid: number, gid: number) => (uid === 0 && gid !== 0 ? 0o640 : 0o600)

const lineOf = (name: string) => new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=.*$`, 'm')

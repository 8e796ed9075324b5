import { chmod, chown, realpath, rename, stat, writeFile } from 'node:fs/promises'
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

/** Puts another value in a file, which only its owner, still the same, may read from then on. */
export async function setIn(file: EnvFile, name: string, value: string) {
  // A release has a link to where the settings are.
  const path = await realpath(file.path)
  const { contents } = file
  const draft = `${path}.${process.pid}`
  const changed = contents.replace(lineOf(name), () => `${name}=${value}`)
  await writeFile(draft, changed, { mode: 0o600 })
  await chmod(draft, 0o600)
  // Root writes for another, whose server must still read it.
  const { uid, gid } = await stat(path)
  if (process.getuid?.() === 0) await chown(draft, uid, gid)
  await rename(draft, path)
}

/** Whether others than its owner may read a file. */
export const isOpenToOthers = async ({ path }: EnvFile) => ((await stat(path)).mode & 0o077) !== 0

const lineOf = (name: string) => new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=.*$`, 'm')

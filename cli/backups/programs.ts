import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Failure } from '#cli/failure'

type Name = 'pg_dump' | 'pg_restore'

/** A program of PostgreSQL on this machine. */
export interface Program {
  path: string
  version: string
  major: number
}

/** Where Debian keeps the programs of each version. */
const debian = '/usr/lib/postgresql'

/**
 * The program of this machine that suits a server best: of the same version, else the next newer
 * one. An older one does not know all that is in it, and what a newer one writes an older server
 * may not understand.
 *
 * @param least the major version that it must have at least
 * @param folder where alone to look
 * @throws Failure when there is none
 */
export async function findProgram(name: Name, least: number, folder?: string): Promise<Program> {
  const folders = folder ? [folder] : await foldersOfThisMachine()
  const found = await Promise.all(folders.map((one) => inspect(join(one, name))))
  const programs = found.filter((program) => program !== null)
  const [best] = programs
    .filter(({ major }) => major >= least)
    .sort((one, other) => one.major - other.major)
  if (best) return best

  const newest = programs.sort((one, other) => other.major - one.major)[0]
  const lack = newest
    ? `${name} is of PostgreSQL ${newest.version}, and has to be of ${least} or newer`
    : `There is no ${name} here`
  throw new Failure(
    'unavailable',
    `${lack}: install postgresql-client-${least}, or name its folder in POSTGRES_PROGRAMS`
  )
}

async function foldersOfThisMachine() {
  const versions = await readdir(debian).catch(() => [])
  const elsewhere = (process.env.PATH ?? '').split(':').filter(Boolean)
  return [...versions.map((version) => join(debian, version, 'bin')), ...elsewhere]
}

/** Debian's /usr/bin/pg_dump says its version too: it hands over to one of the others. */
async function inspect(path: string): Promise<Program | null> {
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: 5000 })
    const [, version] = /\(PostgreSQL\) (\d+(?:[.\w]+)?)/.exec(stdout) ?? []
    return version ? { path, version, major: Number.parseInt(version) } : null
  } catch {
    return null
  }
}

import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Failure } from '#cli/failure'

type Name = 'pg_dump' | 'pg_restore'

export interface Program {
  path: string
  version: string
  major: number
}

const DEBIAN_FOLDER = '/usr/lib/postgresql'

/**
 * Finds the program of the server's version, or else of the next newer one: older ones can't read the
 * server, and an older server can't read what newer ones write.
 * @param least the lowest major version
 * @throws Failure without a suitable program
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
    ? `${name} has version ${newest.version}, and must have ${least} or newer`
    : `There is no ${name} here`
  throw new Failure(
    'unavailable',
    `${lack}: install postgresql-client-${least}, or name its folder in POSTGRES_PROGRAMS`
  )
}

async function foldersOfThisMachine() {
  const versions = await readdir(DEBIAN_FOLDER).catch(() => [])
  const elsewhere = (process.env.PATH ?? '').split(':').filter(Boolean)
  return [...versions.map((version) => join(DEBIAN_FOLDER, version, 'bin')), ...elsewhere]
}

/** Debian's /usr/bin/pg_dump also reports a version: it delegates to one of the others. */
async function inspect(path: string): Promise<Program | null> {
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: 5000 })
    const [, version] = /\(PostgreSQL\) (\d+(?:[.\w]+)?)/.exec(stdout) ?? []
    return version ? { path, version, major: Number.parseInt(version) } : null
  } catch {
    return null
  }
}

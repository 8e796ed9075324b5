import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { clearAway } from './leftovers.js'
import { tryLock } from './lock.js'
import { identify, isRunning } from './processes.js'

const NAME = /^(?:plaza-)?test-(\d+-\d+)-/

/**
 * Creates a folder for servers and a TMPDIR. They and their processes end with this process.
 * @returns the folder for servers
 */
export function beginTestRun(tmp: string): string {
  mkdirSync(tmp, { recursive: true, mode: 0o755 })
  sweep(tmp)

  const name = `test-${identify(process.pid)}-${randomBytes(4).toString('hex')}`
  const servers = join(tmp, name)
  // Short, for socket paths, and open to the user that root runs PostgreSQL as.
  const scratch = join(tmpdir(), `plaza-${name}`)
  guard([servers, scratch])
  for (const folder of [servers, scratch]) mkdirSync(folder, { mode: 0o755 })
  process.env.TMPDIR = scratch
  return servers
}

/** The guard's standard input ends with this process, even if that is killed. */
function guard(folders: string[]): void {
  const [loader, program] = ['../typescript.js', '../test/guard.ts'].map(
    (path) => new URL(path, import.meta.url)
  )
  const child = spawn(process.execPath, [`--import=${loader}`, fileURLToPath(program!)], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  child.unref()
  child.stdin.on('error', () => {}).write(JSON.stringify(folders))
  ;(child.stdin as unknown as { unref(): void }).unref()
}

/** Clears up after runs whose guard was killed. */
function sweep(tmp: string): void {
  const unlock = tryLock(join(tmp, 'sweep.lock'))
  if (!unlock) return

  try {
    for (const parent of [tmp, tmpdir()]) {
      for (const name of readdirSync(parent)) {
        const [, owner] = NAME.exec(name) ?? []
        if (owner && !isRunning(owner)) clearAway([join(parent, name)])
      }
    }
  } finally {
    unlock()
  }
}

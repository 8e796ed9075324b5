import { readdirSync, readlinkSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { commandOf, environmentOf, parentOf, sleepSync } from './processes.js'

const SIGQUIT_TIMEOUT_MS = 5000
const TIMEOUT_MS = 20_000

/** Ends all processes that use these folders, then deletes the folders. */
export function clearAway(folders: string[]): void {
  const start = Date.now()
  for (let left; (left = processesIn(folders)).length > 0; sleepSync(20)) {
    const waited = Date.now() - start
    if (waited > TIMEOUT_MS) break
    for (const pid of left) {
      const isPostgres = /^\S*postgres\b/.test(commandOf(pid))
      kill(pid, isPostgres && waited < SIGQUIT_TIMEOUT_MS ? 'SIGQUIT' : 'SIGKILL')
    }
  }
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  }
}

function processesIn(folders: string[]): number[] {
  const all = processIds().filter((pid) => pid !== process.pid)
  const found = new Set(all.filter((pid) => folders.some((folder) => worksIn(pid, folder))))
  const parents = new Map(all.map((pid) => [pid, parentOf(pid)]))
  const isDescendant = (pid: number): boolean => {
    const parent = parents.get(pid)
    return parent !== undefined && (found.has(parent) || isDescendant(parent))
  }
  return all.filter((pid) => found.has(pid) || isDescendant(pid))
}

/** Some programs overwrite their command line and environment, so the working directory counts too. */
function worksIn(pid: number, folder: string): boolean {
  return (
    commandOf(pid).includes(folder) ||
    environmentOf(pid).includes(`TMPDIR=${folder}`) ||
    `${directoryOf(pid)}/`.startsWith(`${folder}/`)
  )
}

function directoryOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return ''
  }
}

function processIds(): number[] {
  if (process.platform === 'linux') return readdirSync('/proc').map(Number).filter(Boolean)
  const { stdout } = spawnSync('ps', ['-axo', 'pid='], { encoding: 'utf8' })
  return stdout.split('\n').map(Number).filter(Boolean)
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {}
}

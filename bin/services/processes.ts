import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'

/** Pids are reused, so the start time belongs to the name. @returns `<pid>-<start time>`, or undefined */
export function identify(pid: number): string | undefined {
  if (process.platform !== 'linux') {
    const started = Date.parse(ps(pid, 'lstart'))
    return started && !ps(pid, 'stat').startsWith('Z') ? `${pid}-${started}` : undefined
  }

  const { state, started } = statOf(pid)
  return started && state !== 'Z' ? `${pid}-${started}` : undefined
}

export function isRunning(identity: string): boolean {
  return identify(Number.parseInt(identity)) === identity
}

/** @returns the command line, arguments separated by spaces; empty if unknown */
export function commandOf(pid: number): string {
  return process.platform === 'linux'
    ? readProc(pid, 'cmdline').replaceAll('\0', ' ').trim()
    : ps(pid, 'command')
}

/** @returns the environment at start; empty outside Linux */
export function environmentOf(pid: number): string[] {
  return readProc(pid, 'environ').split('\0')
}

/** @returns the parent's pid; undefined if there is no such process */
export function parentOf(pid: number): number | undefined {
  if (process.platform !== 'linux') return Number(ps(pid, 'ppid')) || undefined
  return statOf(pid).parent || undefined
}

/** Calls `run` when the parent is gone, even if it was killed. Needs an IPC channel to it. */
export function whenOrphaned(run: () => void): void {
  // The parent may have ended while this process started.
  if (process.connected === false) return run()
  process.once('disconnect', run)
  // The listener must not keep this process alive.
  process.channel?.unref()
}

export function isGroupRunning(group: number): boolean {
  if (process.platform === 'linux') {
    return readdirSync('/proc')
      .map((pid) => statOf(Number(pid)))
      .some(({ state, group: other }) => other === group && state !== 'Z')
  }

  try {
    return process.kill(-group, 0)
  } catch {
    return false
  }
}

/** Sends a signal and blocks until the process is gone. @returns whether it ended in time */
export function endProcess(pid: number, signal: NodeJS.Signals, timeoutMs: number): boolean {
  const deadline = Date.now() + timeoutMs
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true
    throw error
  }

  while (identify(pid)) {
    if (Date.now() > deadline) return false
    sleepSync(10)
  }
  return true
}

export function sleepSync(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

export async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A process that ended but was not waited for has the state Z. */
function statOf(pid: number) {
  const stat = readProc(pid, 'stat')
  // The program's name may hold spaces and brackets, and ends at the last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return {
    state: fields[0],
    parent: Number(fields[1]),
    group: Number(fields[2]),
    started: fields[19],
  }
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

function ps(pid: number, column: string): string {
  return spawnSync('ps', ['-o', `${column}=`, '-p', String(pid)], {
    encoding: 'utf8',
  }).stdout.trim()
}

import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'

/**
 * Names a live process so that a later one with the same number is told apart from it.
 *
 * @returns `<pid>-<start time>`, or undefined when there is no such process
 */
export function identify(pid: number): string | undefined {
  if (process.platform !== 'linux') {
    const started = Date.parse(ps(pid, 'lstart'))
    return started && !ps(pid, 'stat').startsWith('Z') ? `${pid}-${started}` : undefined
  }

  const { state, started } = statOf(pid)
  return started && state !== 'Z' ? `${pid}-${started}` : undefined
}

/** Whether the process that {@link identify} named is still there. */
export function isRunning(identity: string): boolean {
  return identify(Number.parseInt(identity)) === identity
}

/** @returns the command line of a process, its arguments parted by spaces; empty without one */
export function commandOf(pid: number): string {
  return process.platform === 'linux'
    ? readProc(pid, 'cmdline').replaceAll('\0', ' ').trim()
    : ps(pid, 'command')
}

/** @returns the variables that a process was started with, where Linux tells them */
export function environmentOf(pid: number): string[] {
  return readProc(pid, 'environ').split('\0')
}

/** @returns the process id of the parent; undefined when there is no such process */
export function parentOf(pid: number): number | undefined {
  if (process.platform !== 'linux') return Number(ps(pid, 'ppid')) || undefined
  return statOf(pid).parent || undefined
}

/**
 * Runs something when the process that started this one is gone, even if it was killed without a
 * chance to say so. It has to have started it with an IPC channel, or nothing happens.
 */
export function whenOrphaned(run: () => void): void {
  // It may have gone while this process started.
  if (process.connected === false) return run()
  process.once('disconnect', run)
  // Listening must not be what keeps this process alive.
  process.channel?.unref()
}

/** Whether any process of a process group is still there. */
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

/**
 * Sends a signal and blocks until the process is gone, whether or not it is a child of this one.
 *
 * @param timeout milliseconds
 * @returns whether it went in time
 */
export function endProcess(pid: number, signal: NodeJS.Signals, timeout: number): boolean {
  const deadline = Date.now() + timeout
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

/** Blocks this thread: for exit handlers, where nothing can be awaited. */
export function sleepSync(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

/** @returns a port of 127.0.0.1 on which nothing listens right now */
export async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** What Linux tells; a process that ended but that nobody asked about yet has the state Z. */
function statOf(pid: number) {
  const stat = readProc(pid, 'stat')
  // The name of the program comes before the last bracket and may hold spaces and brackets itself.
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

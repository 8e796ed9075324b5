import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { commandOf, endProcess, findFreePort } from './processes.js'

const ATTEMPTS = 3
const TIMEOUT_MS = 5000

export function hasRedis(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0
}

/**
 * Starts the Redis of a directory, unless it runs. Its data is gone when it stops.
 * @param known the URL of an earlier call
 * @returns the URL with the password. @throws Error with one line
 */
export async function startRedis(directory: string, known?: string): Promise<string> {
  if (known && (await isServing(known))) return known

  stopRedis(directory)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const home = realpathSync(directory)

  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const address = launch(home, await findFreePort(), randomBytes(24).toString('base64url'))
    for (const deadline = Date.now() + TIMEOUT_MS; Date.now() < deadline; await sleep(20)) {
      if (await isServing(address)) return address
    }
  }
  throw new Error(`Redis does not start, see ${join(home, 'log')}`)
}

/** Blocks until the server has ended, for exit handlers. */
export function stopRedis(directory: string): void {
  const file = join(directory, 'pid')
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0

  if (pid && commandOf(pid).includes('redis-server')) {
    endProcess(pid, 'SIGKILL', TIMEOUT_MS)
  }
  rmSync(directory, { recursive: true, force: true })
}

function launch(home: string, port: number, password: string): string {
  const server = spawn('redis-server', ['-'], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  server.unref()
  writeFileSync(join(home, 'pid'), String(server.pid))

  // On standard input, since every user can read a process's arguments.
  const settings = [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    'save ""',
    'appendonly no',
    `dir "${home}"`,
    `logfile "${join(home, 'log')}"`,
  ]
  server.stdin.end(settings.join('\n'))

  return `redis://:${password}@127.0.0.1:${port}`
}

async function isServing(address: string): Promise<boolean> {
  const { hostname, port, password } = new URL(address)
  const socket = connect({ host: hostname, port: Number(port), timeout: 1000 })
  socket.setEncoding('utf8').write(`AUTH ${password}\r\nPING\r\n`)

  try {
    let answer = ''
    for await (const chunk of socket.on('timeout', () => socket.destroy())) {
      answer += chunk
      if (answer.includes('+PONG') || answer.includes('-')) break
    }
    return answer.includes('+PONG')
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

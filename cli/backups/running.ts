import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { Failure } from '#cli/failure'

export interface Running {
  stdin: Writable
  stdout: Readable
  /** @throws Failure with the program's last error, if it fails */
  ended: Promise<void>
  kill(): void
}

export function start(name: string, path: string, args: string[], env: NodeJS.ProcessEnv): Running {
  const child = spawn(path, args, { env, cwd: '/', stdio: ['pipe', 'pipe', 'pipe'] })
  // The program's end tells its readers and writers.
  child.stdin.on('error', () => {})
  const ended = success(name, child)
  // A failure is reported where the promise is awaited.
  ended.catch(() => {})
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    ended,
    kill: () => child.kill('SIGKILL'),
  }
}

async function success(name: string, child: ReturnType<typeof spawn>) {
  const said = text(child.stderr!)
  const [code] = await once(child, 'close')
  if (code === 0) return
  const lines = (await said).trim().split('\n')
  const reason = lines.find((line) => /error:/i.test(line)) ?? lines.at(-1)
  throw new Failure('internal', reason ? plainReason(reason) : `${name} was ended`)
}

const plainReason = (line: string) => line.replace(/^(\w+): error: /, '$1: ')

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { Failure } from '#cli/failure'

/** A program of PostgreSQL at work. */
export interface Running {
  stdin: Writable
  stdout: Readable
  /** Settles when it has ended. @throws Failure with what it said last, when that was no success */
  ended: Promise<void>
  kill(): void
}

/** @param name how the failure names it */
export function start(name: string, path: string, args: string[], env: NodeJS.ProcessEnv): Running {
  const child = spawn(path, args, { env, cwd: '/', stdio: ['pipe', 'pipe', 'pipe'] })
  // What reads from it or writes to it learns that it is gone from its end.
  child.stdin.on('error', () => {})
  const ended = success(name, child)
  // Whoever waits for it hears of it; that may be later.
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

/** `pg_dump: error: …` says who it is by itself. */
const plainReason = (line: string) => line.replace(/^(\w+): error: /, '$1: ')

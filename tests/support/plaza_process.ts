import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Starts the command line in a separate process.
 *
 * @param line words separated by spaces
 * @param env in addition to that of this run
 */
export function startPlaza(line: string, env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, ['bin/plaza.js', ...line.split(' ')], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return {
    /** @returns the exit code and the output */
    ended: ended.then(([out, err, [code]]) => ({ code: code as number | null, out, err })),
    kill: (signal: NodeJS.Signals) => child.kill(signal),
  }
}

/** Runs it to its end. */
export const runPlaza = (line: string, env: NodeJS.ProcessEnv) => startPlaza(line, env).ended

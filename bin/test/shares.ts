import { fork } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import rc from '../../adonisrc.js'
import { whenOrphaned } from '../services/processes.js'

const shares = [
  ['cli', 'functional'],
  ['service', 'browser'],
  ['process', 'unit', 'proxied'],
]

const apart = ['resilience']

/** Runs the shares at once, and prints their output in turn. */
export async function runShares() {
  refuseForgotten()
  const [first, ...later] = shares.map((suites, index) => start(suites, index > 0))
  const all = [first, ...later]
  whenOrphaned(() => all.forEach((share) => share.kill('SIGTERM')))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => all.forEach((share) => share.kill(signal)))
  }

  const said = later.map(({ stdout, stderr }) => Promise.all([text(stdout!), text(stderr!)]))
  const codes = all.map((share) => once(share, 'exit').then(([code]) => code ?? 1))
  await codes[0]
  for (const words of said) {
    const [out, err] = await words
    process.stdout.write(out)
    process.stderr.write(err)
  }
  process.exitCode = Math.max(...(await Promise.all(codes)))
}

function refuseForgotten() {
  const known = new Set([...shares.flat(), ...apart])
  const forgotten = rc.tests!.suites.find(({ name }) => !known.has(name))
  if (forgotten) throw new Error(`bin/test/shares.ts runs no suite "${forgotten.name}"`)
}

function start(suites: string[], isQuiet: boolean) {
  const output = isQuiet ? 'pipe' : 'inherit'
  const env = process.stdout.isTTY ? { FORCE_COLOR: '1', ...process.env } : process.env
  return fork('bin/test.ts', suites, { stdio: ['ignore', output, output, 'ipc'], env })
}

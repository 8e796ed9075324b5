import { fork } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import rc from '../../adonisrc.js'
import { whenOrphaned } from '../services/processes.js'

/** About half of all the work. */
const first = ['functional', 'unit']

/**
 * Runs all suites in two processes at once, as a run has servers of its own and disturbs no other.
 * What the second says is shown when the first has ended.
 */
export async function runHalves() {
  const suites = rc.tests!.suites.map(({ name }) => name)
  const second = suites.filter((name) => !first.includes(name))
  const halves = [start(first, 'inherit'), start(second, 'pipe')]
  whenOrphaned(() => halves.forEach((half) => half.kill('SIGTERM')))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => halves.forEach((half) => half.kill(signal)))
  }

  const output = Promise.all([text(halves[1].stdout!), text(halves[1].stderr!)])
  const codes = halves.map((half) => once(half, 'exit').then(([code]) => code ?? 1))
  await codes[0]
  const [said, complained] = await output
  process.stdout.write(said)
  process.stderr.write(complained)
  process.exitCode = Math.max(...(await Promise.all(codes)))
}

function start(suites: string[], output: 'inherit' | 'pipe') {
  const env = { FORCE_COLOR: process.stdout.isTTY ? '1' : '0', ...process.env }
  return fork('bin/test.ts', suites, { stdio: ['ignore', output, output, 'ipc'], env })
}

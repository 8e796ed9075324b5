import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Ratio, Result, Round } from './comparison.js'

const RESULTS = fileURLToPath(new URL('results', import.meta.url))

/** The quick bench has few rounds, so its ratios may fall below their targets by so much. */
const QUICK_SHARE = 0.8

const columns: [string, number, (round: Round) => string][] = [
  ['req/s', 9, ({ rps }) => rps.toFixed(0)],
  ['p50 ms', 9, ({ p50 }) => p50.toFixed(2)],
  ['p99 ms', 9, ({ p99 }) => p99.toFixed(2)],
  ['errors', 8, ({ errors }) => errors.toFixed(0)],
  ['CPU', 7, ({ serverCpu }) => serverCpu.toFixed(2)],
  ['µs/req', 8, ({ serverCpu, rps }) => ((serverCpu / rps) * 1e6).toFixed(0)],
  ['PG', 7, ({ postgresCpu }) => postgresCpu.toFixed(2)],
  ['Redis', 7, ({ redisCpu }) => redisCpu.toFixed(2)],
  ['wrk', 7, ({ wrkCpu }) => wrkCpu.toFixed(2)],
  ['RSS MB', 8, ({ memory }) => memory.toFixed(0)],
]

export function print({ workload, medians, ratios }: Result) {
  console.log(
    `\n${workload.padEnd(32)}${columns.map(([name, width]) => name.padStart(width)).join('')}`
  )
  for (const [name, round] of Object.entries(medians)) {
    const figures = columns.map(([, width, show]) => show(round).padStart(width))
    console.log(`  ${name.padEnd(30)}${figures.join('')}`)
  }
  for (const ratio of ratios) console.log(`  ${verdict(ratio)}`)
}

export function verdict({ to, ratio, target }: Pick<Ratio, 'ratio' | 'target'> & { to: string }) {
  const mark = ratio >= target ? '✓' : '✗'
  return `${mark} ${ratio.toFixed(2)} of ${to}, at least ${target.toFixed(2)}`
}

export interface Figure {
  name: string
  value: number
  atMost?: number
  atLeast?: number
}

const isMet = ({ value, atMost = Infinity, atLeast = -Infinity }: Figure) =>
  value <= atMost && value >= atLeast

export function printFigure(figure: Figure) {
  const { name, value, atMost, atLeast } = figure
  const target = atMost ? `, at most ${atMost}` : atLeast ? `, at least ${atLeast}` : ''
  console.log(`${isMet(figure) ? '✓' : '✗'} ${name}: ${value.toFixed(2)}${target}`)
}

/** Writes a result to `bench/results/<name>.json`. @returns the path */
export function write(name: string, result: object): string {
  mkdirSync(RESULTS, { recursive: true })
  const file = `${RESULTS}/${name}.json`
  const short = (_: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(4)) : value
  writeFileSync(file, `${JSON.stringify(result, short, 2)}\n`)
  return file
}

/** @returns a line for each missed target and each workload with errors */
export function failures(results: Result[], figures: Figure[], isQuick: boolean): string[] {
  const share = isQuick ? QUICK_SHARE : 1
  const missed = figures.filter((figure) => !isMet(figure))
  const ofWorkloads = results.flatMap(({ workload, ratios, medians }) => [
    ...ratios
      .filter(({ ratio, target }) => ratio < target * share)
      .map((ratio) => `${workload}: ${verdict(ratio)}`),
    ...Object.entries(medians)
      .filter(([, { errors }]) => errors > 0)
      .map(([server, { errors }]) => `${workload}: ${errors} errors of ${server}`),
  ])
  return [...ofWorkloads, ...missed.map(({ name, value }) => `${name}: ${value.toFixed(2)}`)]
}

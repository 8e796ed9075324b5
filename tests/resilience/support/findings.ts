import { mkdirSync, writeFileSync } from 'node:fs'
import { seed } from '#tests/resilience/support/run_options'

export interface Finding {
  /** The action of the test. */
  action: string
  /** How often. */
  times: number
  expected: string
  result: string
}

const findings: Finding[] = []

/** A row of the table at the end of the suite. */
export const note = (finding: Finding) => void findings.push(finding)

/** Prints the table of results, and writes it to tmp/resilience.md. */
export function showFindings() {
  if (findings.length === 0) return
  const rows = findings.map(({ action, times, expected, result }) =>
    [action, times.toLocaleString('en'), expected, result].map((cell) =>
      cell.replaceAll('|', '\\|')
    )
  )
  const head = ['Action', 'Times', 'Expected', 'Result']
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at].length)))
  const line = (cells: string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`
  const rule = line(widths.map((width) => '-'.repeat(width)))
  const table = [line(head), rule, ...rows.map(line)].join('\n')

  mkdirSync('tmp', { recursive: true })
  writeFileSync('tmp/resilience.md', `${table}\n`)
  console.log(`\n${table}\n\nseed ${seed}: npm run test:resilience -- --seed=${seed}\n`)
}

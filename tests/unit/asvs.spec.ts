import { readFileSync } from 'node:fs'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'

/** The requirements of each section in ASVS 5.0.0. */
const sections = {
  ...{ '6.1': 3, '6.2': 12, '6.3': 8, '6.4': 6, '6.5': 8, '6.6': 4, '6.7': 2, '6.8': 4 },
  ...{ '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 3, '7.6': 2 },
  ...{ '10.1': 2, '10.2': 3, '10.3': 5, '10.4': 16, '10.5': 5, '10.6': 2, '10.7': 3 },
}

const outcomes = ['Met', 'In part', 'Not met', 'Does not apply']

interface NamedTest {
  file: string
  title: string
}

const read = (path: string) => readFileSync(app.makePath(path), 'utf8')
const page = read('docs/asvs.md')
const cellsOf = (line: string) => line.split('|').map((cell) => cell.trim())
const rows = page
  .split('\n')
  .filter((line) => /^\| \d+\.\d+\.\d+ /.test(line))
  .map((line) => {
    const [, number, level, , outcome, , tests] = cellsOf(line)
    const named = [...tests.matchAll(/`([\w/]+)` "([^"]+)"/g)]
    return { number, level, outcome, tests: named.map(([, file, title]) => ({ file, title })) }
  })

test.group('docs/asvs.md', () => {
  test('has each requirement of its chapters once, in order', ({ assert }) => {
    const numbers = Object.entries(sections).flatMap(([section, count]) =>
      Array.from({ length: count }, (_, at) => `${section}.${at + 1}`)
    )
    assert.deepEqual(
      rows.map(({ number }) => number),
      numbers
    )
  })

  test('counts what is met', ({ assert }) => {
    for (const level of ['1', '2', '3']) {
      const counts = outcomes.map(
        (outcome) => rows.filter((row) => row.level === level && row.outcome === outcome).length
      )
      const line = page.split('\n').find((one) => one.startsWith(`| ${level} `))!
      assert.deepEqual(cellsOf(line).slice(1, -1), [level, ...counts.map(String)])
    }
    assert.isEmpty(rows.filter(({ outcome }) => !outcomes.includes(outcome)))
  })

  test('names tests for what is met', ({ assert }) => {
    const untested = rows.filter(
      ({ outcome, tests }) => /^(Met|In part)$/.test(outcome) && tests.length === 0
    )
    // Nothing happens to old passwords.
    assert.deepEqual(
      untested.map(({ number }) => number),
      ['6.2.10']
    )
  })

  test('names tests that exist', ({ assert }) => {
    const unknown = rows.flatMap(({ number, tests }) =>
      tests.filter((named) => !exists(named)).map(({ file, title }) => `${number} ${file} ${title}`)
    )
    assert.deepEqual(unknown, [])
  })
})

function exists({ file, title }: NamedTest): boolean {
  const source = read(`tests/${file}.spec.ts`)
  return [...source.matchAll(/\btest\(\s*(['"`])(.+?)\1/g)].some(([, , known]) =>
    isFilledIn(known, title, source)
  )
}

/** Whether a title is another one, or that of a case which the file has. */
function isFilledIn(known: string, title: string, source: string): boolean {
  const parts = known.split(/\$?\{[^}]+\}/)
  if (parts.length === 1 || known === title) return known === title
  const escaped = parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  const filled = new RegExp(`^${escaped.join('(.+)')}$`).exec(title)
  return filled !== null && filled.slice(1).every((value) => source.includes(value))
}

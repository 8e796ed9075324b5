import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import ts from 'typescript'
import { note } from '#tests/resilience/support/findings'

/** As long as the longest accepted header. */
const length = 16_000

/** Milliseconds of processor time that an expression may take for a text. */
const longest = 200

interface Found {
  where: string
  source: string
  flags: string
}

/** Every regular expression of the source. */
function expressions(): Found[] {
  return ['app', 'bin', 'cli', 'config', 'providers', 'start'].flatMap((folder) =>
    readdirSync(app.makePath(folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => inFile(join(folder, name)))
  )
}

function inFile(path: string): Found[] {
  const file = ts.createSourceFile(
    path,
    readFileSync(app.makePath(path), 'utf8'),
    ts.ScriptTarget.Latest
  )
  const found: Found[] = []
  const visit = (node: ts.Node) => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/')
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file))
      const where = `${path}:${line + 1}`
      found.push({ where, source: node.text.slice(1, end), flags: node.text.slice(end + 1) })
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

/** Texts that mislead an expression: repetitions of its characters, followed by another one. */
function hostile(source: string): string[] {
  const known = [...new Set(source.replace(/\\[a-z]/gi, ''))].filter((one) =>
    /[^\\[\](){}|*+?^$]/.test(one)
  )
  const pumps = [
    ...known,
    'a',
    '0',
    'Z',
    '_',
    ' ',
    '\t',
    '\n',
    '-',
    '"',
    '.',
    '@',
    'é',
    '🌻',
    'a@',
    'a.',
    '-"',
    '1d',
    'aA0',
    '- ',
    '--"',
  ]
  const heads = ['', 'a', '1', '@', '"', 'a@', 'Bearer ', '::ffff:', '2026-01-01T00:00:00.']
  return heads.flatMap((head) =>
    pumps.flatMap((pump) => {
      const body = head + pump.repeat(Math.ceil(length / pump.length))
      return [`${body}\u0000`, `${body}!`, body]
    })
  )
}

test.group('API4: regular expressions', () => {
  test('no expression of the source takes long on hostile texts', ({ assert }) => {
    const found = expressions()
    assert.isAbove(found.length, 30)
    const slow: string[] = []
    let texts = 0
    let slowest = 0
    for (const { where, source, flags } of found) {
      const used = () => process.threadCpuUsage().user / 1000
      const context = createContext({ texts: hostile(source), source, flags, used, took: 0 })
      texts += context.texts.length
      const program = `
        for (const text of texts) {
          const expression = new RegExp(source, flags)
          const start = used()
          if (flags.includes('g')) text.replace(expression, '')
          else expression.exec(text)
          took = Math.max(took, used() - start)
        }`
      try {
        runInContext(program, context, { timeout: 20_000 })
      } catch {
        context.took = Infinity
      }
      slowest = Math.max(slowest, context.took)
      if (context.took > longest) slow.push(`${where} /${source}/${flags}: ${context.took} ms`)
    }
    note({
      action: `the ${found.length} regular expressions of the source, on hostile texts of ${length.toLocaleString('en')} characters`,
      times: texts,
      expected: `none takes over ${longest} ms`,
      result:
        slow.length === 0 ? `the slowest took ${Math.round(slowest)} ms` : `${slow.length} did`,
    })
    assert.isEmpty(slow, slow.join('\n'))
  })
})

import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { apply, changesIn } from '#tests/support/recipe'
import { Checkout } from './checkout.js'

const MAX_FILES = 12
/** It compiles all of Plaza and runs tests, on a machine that may be busy. */
const TIMEOUT_MS = 900_000
const LEFT_OUT = /^(node_modules|tmp|\.adonisjs)$/

/** The content of each file of a checkout, as a digest. */
function filesOf(folder: string): Map<string, string> {
  const files = globSync('**/*.{ts,js,md,json,stub,yml}', {
    cwd: folder,
    withFileTypes: true,
    exclude: ({ name }) => LEFT_OUT.test(name),
  })
  const paths = files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name).slice(folder.length + 1))
  return new Map(
    paths.map((path) => [
      path,
      createHash('sha1')
        .update(readFileSync(join(folder, path)))
        .digest('hex'),
    ])
  )
}

test.group('docs/adding_a_resource.md', (group) => {
  let checkout: Checkout
  let before: Map<string, string>

  group.each.setup(async () => {
    checkout = await Checkout.create()
    before = filesOf(checkout.path)
    return () => checkout.remove()
  })

  async function run(...args: string[]) {
    const program = checkout.run(args)
    const code = await program.exitCode()
    return { code, output: program.output }
  }

  const ace = (...words: string[]) => run('bin/setup.js', 'ace', ...words)

  /** The files that are new, changed or gone. */
  function touched(): string[] {
    const after = filesOf(checkout.path)
    const all = new Set([...before.keys(), ...after.keys()])
    return [...all].filter((path) => before.get(path) !== after.get(path))
  }

  test('make:resource refuses a name that is taken, and leaves nothing behind', async ({
    assert,
  }) => {
    const { code, output } = await ace('make:resource', 'post')
    assert.equal(code, 1, output)
    assert.include(output, 'Plaza has post already')
    assert.isEmpty(touched())
  })

  test('adds a resource in few files, which pass lint, format, types and the tests of all routes', async ({
    assert,
  }) => {
    const page = readFileSync(app.makePath('docs/adding_a_resource.md'), 'utf8')
    const made = await ace('make:resource', 'bookmark')
    assert.equal(made.code, 0, made.output)
    for (const change of changesIn(page)) apply(checkout.path, change)
    const migrated = await ace('migration:run')
    assert.equal(migrated.code, 0, migrated.output)

    const files = touched()
    assert.isAtMost(files.length, MAX_FILES, files.join('\n'))
    for (const file of files) assert.include(page, `\`${file.replace(/\d{4}_/, '…_')}\``)

    const code = files.filter((file) => file.endsWith('.ts') && file !== 'database/schema.ts')
    const suites = ['functional/bookmarks', 'every_route', 'service/documents']
    const checks = await Promise.all([
      run('node_modules/eslint/bin/eslint.js', ...code),
      run('node_modules/prettier/bin/prettier.cjs', '--check', ...code, 'CHANGELOG.md'),
      run('node_modules/typescript/bin/tsc', '--noEmit'),
      run('bin/setup.js', 'test', ...suites.flatMap((file) => ['--files', file])),
    ])
    for (const { code: status, output } of checks) assert.equal(status, 0, output)
  }).timeout(TIMEOUT_MS)
})

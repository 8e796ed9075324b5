import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import server from '@adonisjs/core/services/server'
import { test } from '@japa/runner'
import DemoSeeder from '#database/seeders/demo_seeder'
import { emptyDatabase } from '#tests/support/database'

const read = (path: string) => readFile(app.makePath(path), 'utf8')

/** Members that differ from run to run. */
const volatile = /"(id|user_id|post_id|instance|\w+_at)":("[^"]*"|\d+)/g

test.group('README.md', (group) => {
  group.each.setup(emptyDatabase)

  test('the tours answer as printed, with the demo data', async ({ assert }) => {
    await new DemoSeeder(db.connection()).run()
    const { script, printed } = tourIn(await read('README.md'))
    const { port } = server.getNodeServer()!.address() as { port: number }
    const run = script.replaceAll('localhost:3333', `localhost:${port}`)

    const { stdout } = await promisify(execFile)('bash', ['-c', run])

    const answers = stdout.split('\n').filter(Boolean)
    assert.deepEqual(answers.map(steady), printed.map(steady))
  })

  test('the table of the configuration names every variable with its default', async ({
    assert,
  }) => {
    const [readme, env] = await Promise.all([read('README.md'), read('start/env.ts')])
    const explained = new Map(
      [...readme.matchAll(/^\| `([A-Z0-9_]+)`(?: \*)? +\| (.*?) +\|/gm)].map(([, name, value]) => [
        name,
        value,
      ])
    )
    const rules = [...env.matchAll(/^ {2}([A-Z0-9_]+): \w+\('?([^',)]*)/gm)]
    const names = [...env.matchAll(/^ {2}([A-Z0-9_]+): /gm)].map(([, name]) => name)

    assert.sameMembers([...explained.keys()], names)
    for (const [, name, value] of rules) {
      if (name === 'APP_KEY') continue
      assert.equal(explained.get(name), `\`${value.replace('_', '')}\``, name)
    }
  })
})

test.group('.env.example', () => {
  test('has every variable, and no other', async ({ assert }) => {
    const [example, env] = await Promise.all([read('.env.example'), read('start/env.ts')])
    const shown = [...example.matchAll(/^#?([A-Z0-9_]+)=(.*)$/gm)]
    const names = [...env.matchAll(/^ {2}([A-Z0-9_]+): /gm)].map(([, name]) => name)
    assert.sameMembers(
      shown.map(([, name]) => name),
      names
    )
    // A shown default must be the real one.
    const rules = new Map(
      [...env.matchAll(/^ {2}([A-Z0-9_]+): \w+\('?([^',)]*)/gm)].map((rule) => rule.slice(1)) as [
        string,
        string,
      ][]
    )
    for (const [line, name, value] of shown) {
      if (line.startsWith('#') && rules.has(name) && rules.get(name) !== 'cores') {
        assert.equal(value, rules.get(name)!.replace('_', ''), name)
      }
    }
  })
})

test.group('docs/architecture.md', () => {
  test('every dependency has its reason', async ({ assert }) => {
    const page = await read('docs/architecture.md')
    const { dependencies, devDependencies } = JSON.parse(await read('package.json'))

    const unexplained = Object.keys({ ...dependencies, ...devDependencies }).filter(
      (name) => !page.includes(`\`${name}\``)
    )
    assert.isEmpty(unexplained)
  })
})

/** The commands of the tour as one script, and the answers printed below them. */
function tourIn(readme: string) {
  const script: string[] = []
  const printed: string[] = []
  for (const [, block] of readme.matchAll(/```console\n(.*?)```/gs)) {
    for (const line of block.trimEnd().split('\n')) {
      if (line.startsWith('$ ')) script.push('echo', line.slice(2))
      else if (line.startsWith('    ')) script.push(line)
      else printed.push(line)
    }
  }
  return { script: script.join('\n'), printed }
}

const steady = (answer: string) => answer.replace(volatile, '"$1":…')

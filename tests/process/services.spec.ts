import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import pg from 'pg'
import { Checkout, type Program } from './checkout.js'

type Urls = { DATABASE_URL: string; REDIS_URL?: string }

test.group('The private services of a checkout', (group) => {
  let checkout: Checkout

  group.each.setup(async () => {
    checkout = await Checkout.create()
    return () => checkout.remove()
  })

  const borrow = (kind = 'own', env = {}) => {
    return checkout.run(['--import=./bin/typescript.js', 'tests/process/borrower.ts', kind], env)
  }

  test('two processes that start at once share one PostgreSQL, which stops with the last of them', async ({
    assert,
  }) => {
    const programs = [borrow(), borrow()] as const
    const [first, second] = [await urlsOf(programs[0]), await urlsOf(programs[1])]
    assert.deepEqual(first, second)

    programs[0].pressCtrlC()
    assert.equal(await programs[0].exitCode(), 130)
    assert.equal(await countOne(second), 1)

    programs[1].signal('SIGTERM')
    assert.equal(await programs[1].exitCode(), 143)
    assert.isEmpty(checkout.processes())
  })

  test('servers that outlive a killed owner are adopted and stopped', async ({ assert }) => {
    const killed = borrow()
    const before = await urlsOf(killed)
    killed.signal('SIGKILL')
    await killed.exitCode()
    assert.isNotEmpty(checkout.processes())

    const successor = borrow()
    assert.deepEqual(await urlsOf(successor), before)

    successor.pressCtrlC()
    await successor.exitCode()
    assert.isEmpty(checkout.processes())
  })

  test('a postmaster.pid that names {$self} is ignored')
    .with(['nobody', 'another program'])
    .run(async ({ assert }, whom) => {
      const first = borrow()
      await urlsOf(first)
      const file = join(checkout.path, 'tmp/postgres/data/postmaster.pid')
      const left = await readFile(file, 'utf8')
      first.pressCtrlC()
      await first.exitCode()

      const pid = whom === 'nobody' ? 2 ** 22 + 1 : process.pid
      await writeFile(file, left.replace(/^\d+/, String(pid)))

      assert.equal(await countOne(await urlsOf(borrow())), 1)
    })

  test("other users can't read files with secrets", async ({ assert }) => {
    await urlsOf(borrow())

    for (const file of ['tmp/services.json', 'tmp/postgres/password']) {
      const { mode } = await stat(join(checkout.path, file))
      assert.equal(mode & 0o777, 0o600, file)
    }
  })

  test('a given DATABASE_URL is used', async ({ assert }) => {
    await writeFile(join(checkout.path, '.env'), 'DATABASE_URL=postgres://elsewhere/plaza\n')

    const { DATABASE_URL } = await urlsOf(borrow())

    assert.equal(DATABASE_URL, 'postgres://elsewhere/plaza')
    assert.notInclude(checkout.processes().join('\n'), 'postgres -D')
  })

  test('two simultaneous test runs share nothing, and ignore DATABASE_URL', async ({ assert }) => {
    const env = { DATABASE_URL: 'postgres://elsewhere/plaza', REDIS_URL: 'redis://elsewhere' }
    const runs = [borrow('test', env), borrow('test', env)] as const
    const urls = [await urlsOf(runs[0]), await urlsOf(runs[1])] as const

    assert.notEqual(urls[0].DATABASE_URL, urls[1].DATABASE_URL)
    assert.deepEqual([await countOne(urls[0]), await countOne(urls[1])], [1, 1])

    runs[0].signal('SIGKILL')
    runs[1].pressCtrlC()
    await Promise.all(runs.map((run) => run.exitCode()))
    const third = borrow('test')
    await urlsOf(third)
    third.pressCtrlC()
    await third.exitCode()
    assert.isEmpty(checkout.processes())
  })

  test('with REQUIRE_REDIS the tests fail on a machine without Redis', async ({ assert }) => {
    const run = borrow('test', { PATH: '/nowhere', REQUIRE_REDIS: '1' })

    assert.equal(await run.exitCode(), 1)
    assert.include(run.output, 'no redis-server on the PATH')
  })
})

async function urlsOf(program: Program): Promise<Urls> {
  await program.says('}\n')
  return JSON.parse(/^ready (.*)$/m.exec(program.output)![1]!)
}

async function countOne({ DATABASE_URL }: Urls): Promise<number | null> {
  const client = new pg.Client({ connectionString: DATABASE_URL })
  await client.connect()
  const { rowCount } = await client.query('SELECT 1')
  await client.end()
  return rowCount
}

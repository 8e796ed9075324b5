import { execFile } from 'node:child_process'
import { test } from '@japa/runner'
import pg from 'pg'
import { BUILD } from '#tests/resilience/support/build'
import { deployment, type Deployment } from '#tests/resilience/support/deployment'
import { note } from '#tests/resilience/support/findings'
import { isQuick } from '#tests/resilience/support/run_options'
import { freshName } from '#tests/resilience/support/people'

/** A separate database beside that of the deployment, without tables. */
async function makeDatabase({ postgres, plaza }: Deployment) {
  const name = freshName('migrations')
  await postgres.query(`create database ${name}`)
  const url = new URL(postgres.url)
  url.pathname = name
  const query = async (sql: string) => {
    const client = new pg.Client({ connectionString: url.href })
    await client.connect()
    return client.query(sql).finally(() => client.end())
  }
  const env = { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', ...plaza.env }
  const migrate = () =>
    new Promise<{ code: number; said: string }>((resolve) => {
      const args = ['bin/plaza.js', 'db', 'migrate']
      const options = { cwd: BUILD, env: { ...env, DATABASE_URL: url.href } }
      execFile(process.execPath, args, options, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, said: stdout + stderr })
      )
    })
  return { query, migrate }
}

/** All columns and indexes, to compare two databases. */
const shape = `
  select table_name || '.' || column_name || ' ' || data_type as part from information_schema.columns
  where table_schema = 'public'
  union all select indexdef from pg_indexes where schemaname = 'public'
  order by part`

test.group('Migrations', (group) => {
  group.tap((one) => one.skip(isQuick, 'left out of the shorter pick'))

  test('leave nothing of one that fails halfway, and continue in the next run', async ({
    assert,
  }) => {
    const all = await deployment()
    const { query, migrate } = await makeDatabase(all)
    // Blocks the last table, before or after the first statements of its migration.
    await query('create table read_only (in_the_way int)')

    const failed = await migrate()
    assert.notEqual(failed.code, 0, failed.said)
    const { rows: done } = await query('select name from adonis_schema order by name')
    assert.isAbove(done.length, 0)
    assert.notMatch(done.at(-1).name, /read_only/)

    await query('drop table read_only')
    const { code, said } = await migrate()
    assert.equal(code, 0, said)
    assert.deepEqual((await query(shape)).rows, await all.postgres.query(shape))
    note({
      action: 'a migration that fails halfway',
      times: 1,
      expected: 'an error message; nothing of it stays, and the next run continues',
      result: `exit code ${failed.code} after ${done.length} migrations, whole after the next run`,
    })
  })

  test('run once in two simultaneous runs', async ({ assert }) => {
    const all = await deployment()
    const { query, migrate } = await makeDatabase(all)

    const both = await Promise.all([migrate(), migrate()])
    const codes = both.map(({ code }) => code)
    assert.deepEqual(codes, [0, 0], both.map(({ said }) => said).join('\n'))
    const { rows } = await query('select name from adonis_schema')
    assert.lengthOf(new Set(rows.map(({ name }) => name)), rows.length)
    assert.deepEqual((await query(shape)).rows, await all.postgres.query(shape))
    note({
      action: 'two runs of the migrations at the same time',
      times: 1,
      expected: 'each migration runs once; the second run waits',
      result: `exit codes ${codes.join(' and ')}, every table as it should be`,
    })
  })
})

import { randomBytes } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { runPlaza } from '#tests/support/plaza_process'

test.group('plaza db migrate', () => {
  test('runs each migration once in several simultaneous processes, and none fails', async ({
    assert,
    cleanup,
  }) => {
    const name = `plaza_${randomBytes(6).toString('hex')}`
    await db.rawQuery(`create database ${name}`)
    cleanup(async () => void (await db.rawQuery(`drop database ${name} with (force)`)))
    const url = new URL(process.env.DATABASE_URL!)
    url.pathname = name
    const env = { DATABASE_URL: url.href, DB_STATEMENT_TIMEOUT: '1s' }

    const runs = await Promise.all([1, 2, 3].map(() => runPlaza('db migrate --jsonl', env)))

    for (const { code, err } of runs) assert.equal(code, 0, err)
    const lines = runs.flatMap(({ out }) => out.split('\n').filter(Boolean))
    assert.isAbove(lines.length, 10)
    assert.lengthOf(new Set(lines), lines.length)
    assert.include(runs.map(({ err }) => err).join(''), 'All migrations have run already')
  })
})

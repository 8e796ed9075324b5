import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import pg from 'pg'
import { findFreePort } from '../../bin/services/processes.js'
import { databaseTrouble, redisTrouble } from '#cli/database_trouble'
import { diskVerdict } from '#cli/health/machine'
import env from '#start/env'
import { JOB_CONNECTIONS, poolShare } from '#db/pool_share'
import { plaza } from '#tests/support/captured_terminal'
import { MailServer, refusal } from '#tests/support/mail_server'
import { OidcIssuer } from '#tests/support/oidc_issuer'

/** Errors of a connection to an address. */
async function connecting(change: (url: URL) => void): Promise<unknown> {
  const url = new URL(env.get('DATABASE_URL').release())
  change(url)
  const client = new pg.Client({ connectionString: url.href, connectionTimeoutMillis: 3000 })
  return client.connect().then(
    () => client.end(),
    (error) => error
  )
}

test.group('plaza system doctor', () => {
  test('counts the connections that the configured workers take', async ({ assert }) => {
    const { rows } = await db.rawQuery(`select current_setting('max_connections')::int as max`)
    const wantedBy = async (options: string) => {
      const { json } = await plaza(`system doctor --json ${options}`)
      const { message } = json.data.find(({ subject }: any) => subject === 'connections')
      const [, workers, wanted] = /^(\d+) workers? may want (\d+) of \d+$/.exec(message)!
      return [Number(workers), Number(wanted)]
    }
    const bus = env.get('REDIS_URL') ? 0 : 1
    const due = (workers: number) =>
      workers * (poolShare(env.get('DB_POOL_MAX'), { workers, hasJobProcess: true }) + 2 + bus) +
      (JOB_CONNECTIONS.handlers + bus) +
      (JOB_CONNECTIONS.queue + 1) +
      6

    const set = env.get('WEB_CONCURRENCY')
    assert.deepEqual(await wantedBy(''), [set, due(set)])
    assert.deepEqual(await wantedBy('--workers 1'), [1, due(1)])
    assert.deepEqual(await wantedBy('--workers 4'), [4, due(4)])
    // The pool is for the whole machine, not for each worker.
    assert.isBelow(due(4), rows[0].max + 4 * env.get('DB_POOL_MAX'))
  })

  test('asks each issuer, and says what is wrong with it', async ({ assert, cleanup }) => {
    const checked = async () => {
      const { json } = await plaza('system doctor --json')
      return json.data.find(({ subject }: { subject: string }) => subject.startsWith('sign-in'))
    }
    assert.isUndefined(await checked())
    const issuer = await OidcIssuer.start()
    cleanup(issuer.use([{ group: 'a', role: 'no_such_role' }]))
    const unknown = {
      status: 'warning',
      message: 'groups give roles that don’t exist: no_such_role',
    }
    assert.containSubset(await checked(), { subject: 'sign-in by keycloak', ...unknown })
    cleanup(issuer.use())
    assert.containSubset(await checked(), { status: 'ok' })
    assert.match((await checked()).message, /must know .*\/login\/keycloak\/callback$/)
    await issuer.stop()

    const another = await OidcIssuer.start()
    const undo = another.use()
    cleanup(undo)
    await another.stop()
    assert.match((await checked()).message, /can’t be reached$/)
  })

  test('says whether mails are sent, and sends one with --mail-to', async ({ assert, cleanup }) => {
    const checked = async (options = '') => {
      const { json } = await plaza(`system doctor --json ${options}`)
      return json.data.find(({ subject }: { subject: string }) => subject === 'mail')
    }
    assert.containSubset(await checked(), { status: 'warning', message: 'none is sent' })
    assert.equal((await plaza('system doctor --mail-to nowhere')).code, 2)

    const server = await MailServer.start()
    const undo = server.use()
    cleanup(undo)
    const greeted = {
      status: 'ok',
      message: `127.0.0.1:${server.port} answers; --mail-to sends a mail`,
    }
    assert.containSubset(await checked(), greeted)
    assert.isEmpty(server.received)
    assert.containSubset(await checked('--mail-to ada@example.org'), { status: 'ok' })
    assert.containSubset(server.received, [{ recipient: 'ada@example.org', kind: 'test' }])

    server.onRecipient = async () => refusal(550, '5.7.1 Relaying denied')
    const refused = await checked('--mail-to ada@example.org')
    assert.containSubset(refused, {
      status: 'failure',
      message: 'The mail server answered "550 5.7.1 Relaying denied" to RCPT TO.',
    })
    await server.stop()
    assert.match((await checked()).message, /can’t be reached \(ECONNREFUSED\)$/)
  })

  test('tells of titles that another ICU library sorted', async ({ assert, cleanup }) => {
    const titles = async () => {
      const { json } = await plaza('system doctor --json')
      return json.data.find(({ subject }: { subject: string }) => subject === 'titles')
    }
    const known = await titles()
    assert.equal(known.status, 'ok', known.message)
    const setVersion = (version: string) =>
      db.transaction(async (client) => {
        await client.rawQuery('set local allow_system_table_mods = on')
        await client.rawQuery(
          `update pg_collation set collversion = :version where collname = 'und-x-icu'`,
          { version }
        )
      })
    cleanup(() => setVersion(known.message.replace('sorted by ICU ', '')))
    await setVersion('1.0')
    const found = await titles()
    assert.equal(found.status, 'warning')
    assert.include(found.advice, 'posts_title_index')
  })

  test('names the problem of PostgreSQL: {what}')
    .with([
      {
        what: 'no server listens',
        change: async (url: URL) => {
          url.port = String(await findFreePort())
        },
        says: /no PostgreSQL answers at .*:\d+/,
      },
      {
        what: 'no such database',
        change: (url: URL) => {
          url.pathname = '/none'
        },
        says: /no such database/,
      },
    ])
    .run(async ({ assert }, { change, says }) => {
      const url = new URL(env.get('DATABASE_URL').release())
      await change(url)
      const error = await connecting((other) => (other.href = url.href))
      const { message, advice } = databaseTrouble(error)
      assert.match(message, says)
      assert.notMatch(message + advice, /Knex|transacting/)
    })

  test('explains a full disk, a crash and a wrong password in its own words: {code}')
    .with([
      { code: '53100', says: /disk of PostgreSQL is full/ },
      { code: '57P03', says: /recovering/ },
      { code: '28P01', says: /password of DATABASE_URL/ },
      { code: '53300', says: /no connection left/ },
    ])
    .run(({ assert }, { code, says }) => {
      const error = Object.assign(new Error('could not extend file "base/16/2"'), { code })
      assert.match(databaseTrouble(error).message, says)
    })

  test('does not mention Knex when it gets no connection', ({ assert }) => {
    const said = 'Knex: Timeout acquiring a connection. Are you missing a .transacting(trx) call?'
    const error = Object.assign(new Error(said), { name: 'KnexTimeoutError' })
    assert.notMatch(JSON.stringify(databaseTrouble(error)), /Knex|transacting/)
  })

  test('names the refusal of Redis: {said}')
    .with([
      { said: "OOM command not allowed when used memory > 'maxmemory'.", says: /memory is full/ },
      { said: 'MISCONF Redis is configured to save RDB snapshots', says: /its disk/ },
      { said: 'WRONGPASS invalid username-password pair', says: /refuses REDIS_URL/ },
      { said: 'connect ECONNREFUSED 127.0.0.1:1', says: /does not answer/ },
    ])
    .run(({ assert }, { said, says }) => {
      assert.match(redisTrouble(new Error(said)).message, says)
    })

  test('checks every disk that Plaza uses, and names the fullest', async ({ assert, cleanup }) => {
    const small = await mkdtemp(join(tmpdir(), 'plaza-disk-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small])
    cleanup(async () => {
      execFileSync('umount', [small])
      await rm(small, { recursive: true })
    })

    const { status, message, advice } = await diskVerdict([tmpdir(), small, '/nowhere'])

    assert.equal(status, 'failure')
    assert.isTrue(message.startsWith(`${small} 1 MiB free, 100 %; ${tmpdir()} `))
    assert.include(advice, small)
  }).skip(process.getuid?.() !== 0, 'Only root mounts a disk')
})

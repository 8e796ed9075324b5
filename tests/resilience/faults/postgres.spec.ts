import { execFileSync } from 'node:child_process'
import { appendFileSync, chownSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import pg from 'pg'
import { runUnderFault, type Fault } from '#tests/resilience/faults/under_fault'
import { deployment, type Deployment } from '#tests/resilience/support/deployment'
import { isQuick } from '#tests/resilience/support/run_options'

/** The processes of Plaza with a connection. */
const backends = `select pid from pg_stat_activity where application_name like 'plaza%'`

const alter = ({ postgres }: Deployment, setting: string) =>
  postgres.query(`alter system ${setting}`).then(() => postgres.query('select pg_reload_conf()'))

/** Takes every connection, those of Plaza too. @returns a function that returns them */
async function hog({ postgres }: Deployment) {
  const clients: pg.Client[] = []
  const take = async () => {
    const client = new pg.Client({ connectionString: postgres.url })
    client.on('error', () => {})
    await client.connect()
    clients.push(client)
    return client
  }
  const takeAll = async () => {
    for (;;) await take()
  }
  const first = await take()
  await takeAll().catch(() => {})
  for (let time = 0; time < 20; time++) {
    await first.query(`select pg_terminate_backend(pid) from (${backends}) as plaza`)
    await takeAll().catch(() => {})
  }
  return () => Promise.all(clients.map((client) => client.end()))
}

/** @returns a function that releases the lock */
async function lock({ postgres }: Deployment, table: string) {
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  await client.query(`begin; lock table ${table} in access exclusive mode`)
  return () => client.end()
}

/** Moves the comments to a separate full disk. @returns a function that frees space on it */
async function fillDisk({ postgres, folder }: Deployment) {
  const disk = join(folder, 'disk')
  mkdirSync(disk)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk])
  const { uid, gid } = statSync(join(folder, 'postgres/data'))
  mkdirSync(join(disk, 'tables'))
  chownSync(join(disk, 'tables'), uid, gid)
  await postgres.query(`create tablespace small location '${disk}/tables'`)
  await postgres.query('alter table comments set tablespace small')
  try {
    for (;;) appendFileSync(join(disk, 'ballast'), Buffer.alloc(65_536))
  } catch {
    // The disk is full.
  }
  // The free space on started pages would hold comments for a while.
  const wide = `repeat(md5(random()::text), 200)`
  await postgres
    .query(
      `insert into comments (post_id, user_id, content, created_at, updated_at)
       select post_id, user_id, ${wide}, now(), now() from comments limit 1000`
    )
    .catch(() => {})
  return async () => {
    rmSync(join(disk, 'ballast'))
    await postgres.query('alter table comments set tablespace pg_default')
    await postgres.query('drop tablespace small')
    execFileSync('umount', [disk])
  }
}

let giveBack: () => Promise<unknown>

const faults: (Fault & { isShort?: true; needsRoot?: true })[] = [
  {
    action: 'kill -9 of a backend: PostgreSQL restarts all backends',
    async inject({ postgres }) {
      const [{ pid }] = await postgres.query(`${backends} limit 1`)
      process.kill(pid, 'SIGKILL')
    },
  },
  {
    action: 'kill -9 of PostgreSQL, started again 5 s later',
    stale: true,
    isShort: true,
    inject: ({ postgres }) => postgres.signal('SIGKILL'),
    durationMs: 5000,
    repair: ({ postgres }) => postgres.revive(),
  },
  {
    action: 'immediate stop of PostgreSQL, started again 2 s later',
    stale: true,
    inject: ({ postgres }) => postgres.signal('SIGQUIT'),
    durationMs: 2000,
    repair: ({ postgres }) => postgres.revive(),
  },
  {
    action: 'no connection to PostgreSQL left, for 4 s',
    stale: true,
    inject: async (all) => void (giveBack = await hog(all)),
    durationMs: 4000,
    repair: () => giveBack(),
  },
  {
    action: 'a lock on all posts, held for 15 s',
    stale: true,
    inject: async (all) => void (giveBack = await lock(all, 'posts')),
    durationMs: 15_000,
    repair: () => giveBack(),
  },
  {
    action: 'every comment takes PostgreSQL a second longer, for 8 s',
    async inject({ postgres }) {
      await postgres.query(`
        create function be_slow() returns trigger language plpgsql as
          $$ begin perform pg_sleep(1); return new; end $$;
        create trigger be_slow before insert on comments for each row execute function be_slow()`)
    },
    durationMs: 8000,
    repair: ({ postgres }) => postgres.query('drop function be_slow cascade'),
  },
  {
    action: 'PostgreSQL read-only, for 4 s',
    expected: 'reads go on, and writes are 503',
    inject: (all) => alter(all, 'set default_transaction_read_only = on'),
    durationMs: 4000,
    repair: (all) => alter(all, 'reset default_transaction_read_only'),
  },
  {
    action: 'no disk space for comments, for 4 s',
    expected: 'reads go on, and writes that need space are 503',
    needsRoot: true,
    inject: async (all) => void (giveBack = await fillDisk(all)),
    durationMs: 4000,
    repair: () => giveBack(),
  },
  {
    action: 'PostgreSQL hangs (SIGSTOP) with all its processes, for 5 s',
    stale: true,
    async inject(all) {
      const pids = [all.postgres.pid, ...(await all.postgres.query(backends)).map(({ pid }) => pid)]
      for (const pid of pids) process.kill(pid, 'SIGSTOP')
      giveBack = async () => pids.forEach((pid) => process.kill(pid, 'SIGCONT'))
    },
    durationMs: 5000,
    repair: () => giveBack(),
  },
  {
    action: 'kill -9 of PostgreSQL and Redis, back 3 s later',
    expected: 'known pages shown as old if Plaza still has them, others 503',
    async inject({ postgres, redis }) {
      postgres.signal('SIGKILL')
      await redis.kill()
    },
    durationMs: 3000,
    async repair({ postgres, redis }) {
      await Promise.all([redis.start(), postgres.revive()])
    },
  },
]

const isRoot = process.getuid?.() === 0

test.group('Under load, PostgreSQL', () => {
  test('{action}: no write is lost')
    .with(
      faults.filter(({ isShort, needsRoot }) => (isShort || !isQuick) && (isRoot || !needsRoot))
    )
    .run(async ({ assert }, fault) => {
      assert.deepEqual(await runUnderFault(await deployment(), fault), [])
    })
})

import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { test } from '@japa/runner'
import SuspendUser from '#actions/staff/suspend_user'
import AuditEntry from '#models/audit_entry'
import Session from '#models/session'
import { verifyAudit } from '#queries/staff/verify_audit'
import { emptyDatabase, row } from '#tests/support/database'
import { processorTimeOf } from '#tests/support/processor_time'
import { originOf, people, reason } from '#tests/support/staff'

/** More than one statement checks. */
const length = 10_002

/** Writes entries in one statement; the database numbers, dates and chains each. */
const write = (entries: number) =>
  db.rawQuery(
    `insert into audit_entries (id, action, origin, target_type, target_id, before, after,
       created_at, previous_hash, hash)
     select 0, 'user.warn', 'job', 'user', number, '{}', '{}', now(), '', ''
     from generate_series(1, ?::integer) as number`,
    [entries]
  )

/** Makes changes that the database refuses, with the rights of its owner. */
const tamper = (sql: string) =>
  db.transaction(async (client) => {
    await client.rawQuery(`set local session_replication_role = 'replica'`)
    await client.rawQuery(sql)
  })

const record = (targetId: number, client: TransactionClientContract) =>
  AuditEntry.record(
    { action: 'user.warn', targetType: 'user', targetId },
    originOf({ id: 1 }),
    client
  )

test.group('A long audit log', (group) => {
  group.setup(async () => {
    await emptyDatabase()
    await write(length)
    return emptyDatabase
  })

  test('of more than 10 000 entries is verified in two seconds of processor time', async ({
    assert,
  }) => {
    let verdict: Awaited<ReturnType<typeof verifyAudit>> | undefined
    const taken = await processorTimeOf(async () => {
      verdict = await verifyAudit()
    })
    assert.isBelow(taken, 2000)

    const { hash } = await row('audit_entries', { id: length })
    assert.deepEqual(verdict, { ok: true, entries: length, head: hash, first_broken: null })
  })

  test('names the first entry if one was {done}')
    .with([
      {
        done: 'altered',
        sql: `update audit_entries set reason = 'A kind word.' where id in (4000, 7000)`,
        broken: { id: 4000, why: 'altered' },
      },
      {
        done: 'altered, the first of all',
        sql: `update audit_entries set actor_id = 7 where id = 1`,
        broken: { id: 1, why: 'altered' },
      },
      {
        done: 'altered, the last of all',
        sql: `update audit_entries set after = '{"removed": true}' where id = ${length}`,
        broken: { id: length, why: 'altered' },
      },
      {
        done: 'deleted',
        sql: 'delete from audit_entries where id in (4000, 7000)',
        broken: { id: 4000, why: 'missing' },
      },
      {
        done: 'deleted, the first of all',
        sql: 'delete from audit_entries where id = 1',
        broken: { id: 1, why: 'missing' },
      },
      {
        done: 'deleted, among those checked last',
        sql: 'delete from audit_entries where id = 10001',
        broken: { id: 10_001, why: 'missing' },
      },
      {
        done: 'altered and given the digest that suits it: the one after',
        sql: `
          update audit_entries set target_id = 7 where id = 4000;
          update audit_entries set hash = audit_digest(audit_entries) where id = 4000`,
        broken: { id: 4001, why: 'unchained' },
      },
      {
        done: 'slipped in where another was',
        sql: `
          update audit_entries set previous_hash = repeat('0', 64) where id = 4000;
          update audit_entries set hash = audit_digest(audit_entries) where id = 4000`,
        broken: { id: 4000, why: 'unchained' },
      },
      {
        done: 'deleted, with those after it moved up',
        sql: `
          delete from audit_entries where id = 4000;
          update audit_entries set id = -id where id > 4000;
          update audit_entries set id = -id - 1 where id < 0`,
        broken: { id: 4000, why: 'unchained' },
      },
    ])
    .run(async ({ assert, cleanup }, { sql, broken }) => {
      await db.rawQuery('create table kept as table audit_entries')
      cleanup(() =>
        tamper('truncate audit_entries; insert into audit_entries table kept; drop table kept')
      )
      await tamper(sql)

      const whole = broken.id - 1
      const last = await db.from('audit_entries').select('hash').where('id', whole).first()
      assert.deepEqual(await verifyAudit(), {
        ok: false,
        entries: whole,
        head: last?.hash ?? '0'.repeat(64),
        first_broken: broken,
      })
    })

  test('that lost its last entries has another head', async ({ assert }) => {
    const { head } = await verifyAudit()
    await tamper(`delete from audit_entries where id > ${length - 3}`)
    const verdict = await verifyAudit()
    assert.containSubset(verdict, { ok: true, entries: length - 3 })
    assert.notEqual(verdict.head, head)
  })
})

test.group('The audit log', (group) => {
  group.each.setup(emptyDatabase)

  test('is valid when it is empty', async ({ assert }) => {
    const head = '0'.repeat(64)
    assert.deepEqual(await verifyAudit(), { ok: true, entries: 0, head, first_broken: null })
  })

  test('refuses to be changed: {sql}')
    .with([
      { sql: `update audit_entries set reason = 'A kind word.'` },
      { sql: 'delete from audit_entries' },
      { sql: 'delete from audit_entries where id = 7' },
      { sql: 'truncate audit_entries' },
    ])
    .run(async ({ assert }, { sql }) => {
      await write(2)
      await assert.rejects(() => db.rawQuery(sql), /append-only/)
      assert.containSubset(await verifyAudit(), { ok: true, entries: 2 })
    })

  test('never forks under simultaneous writes', async ({ assert }) => {
    const racers = Array.from({ length: 20 }, (_, index) => index + 1)
    await Promise.all(racers.map((number) => db.transaction((client) => record(number, client))))

    assert.containSubset(await verifyAudit(), { ok: true, entries: 20 })
    const entries = await db.from('audit_entries').orderBy('id')
    assert.deepEqual(
      entries.map(({ id }) => id),
      racers
    )
    assert.lengthOf(new Set(entries.map(({ previous_hash: previous }) => previous)), 20)
  })

  test('leaves no gap for an action that is rolled back', async ({ assert }) => {
    await write(1)
    const client = await db.transaction()
    await record(1, client)
    await client.rollback()
    await write(1)
    assert.containSubset(await verifyAudit(), { ok: true, entries: 2 })
  })

  test('rolls an action back if the entry can’t be written', async ({ assert }) => {
    const [moderator, member] = await people('moderator', 'member')
    const session = { userId: member.id, secret: Session.newSecret(), generation: 1 }
    await Session.create({ ...session, expiresAt: member.createdAt.plus({ hour: 1 }) })
    const suspend = (why: string) =>
      new SuspendUser().handle({
        actor: moderator,
        origin: originOf(moderator),
        targetId: member.id,
        reason: why,
        client: db.connection(),
      })

    // Both transports refuse such a short reason, and so does the log.
    await assert.rejects(() => suspend('no'), /audit_entries_reason_check/)

    assert.isEmpty(await db.from('audit_entries'))
    assert.containSubset(await row('users', { id: member.id }), { suspended_at: null })
    assert.lengthOf(await db.from('sessions'), 1)

    await suspend(reason)
    assert.isEmpty(await db.from('sessions'))
  })
})

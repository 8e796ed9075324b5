import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { run } from '#cli/kernel'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import type Post from '#models/post'
import type User from '#models/user'
import { tokenOf } from '#tests/support/accounts'
import { CapturedTerminal, plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { origin } from '#tests/support/server'
import { setting } from '#tests/support/settings'
import { people } from '#tests/support/staff'
import { untilBlocked } from '#tests/support/waiting'

let moe: User
let spammer: User
let posts: Post[]
let folder: string
let file: string

const here = (line: string, more = {}) =>
  plaza(line, { env: { PLAZA_ACTOR: `${moe.id}` }, ...more })
const planning = `bulk plan --action post.remove --reason 'Spam again'`
const planned = async (query = `author:${spammer.id}`) => {
  await here(`${planning} --posts '${query}' --output ${file}`)
  return JSON.parse(await readFile(file, 'utf8'))
}
const removed = () => db.from('posts').whereNotNull('removed_at').orderBy('id').select('id')
const entries = (action: string) => db.from('audit_entries').where({ action }).orderBy('id')
const touch = (post: Post) =>
  db
    .from('posts')
    .where('id', post.id)
    .update({ updated_at: new Date(0) })

const setup = async () => {
  await emptyDatabase()
  ;[moe, spammer] = await people('moderator', 'member')
  posts = await PostFactory.merge({ userId: spammer.id }).createMany(4)
  folder = await mkdtemp(join(tmpdir(), 'plaza-'))
  file = join(folder, 'plan.json')
  return () => rm(folder, { recursive: true })
}

test.group('plaza bulk plan', (group) => {
  group.each.setup(setup)

  test('writes the rows that it would change, and changes nothing', async ({ assert }) => {
    const { code, out, err } = await here(`${planning} --posts 'author:${spammer.id} since:2d'`)

    assert.equal(code, 0)
    const plan = JSON.parse(out)
    assert.containsSubset(plan, {
      version: 1,
      place: 'this machine',
      actor: { id: moe.id, username: moe.username },
      action: 'post.remove',
      reason: 'Spam again',
      target_type: 'post',
    })
    assert.closeTo(Date.parse(plan.query.since), Date.now() - 2 * 86_400_000, 60_000)
    const newest = posts.at(-1)!
    assert.deepEqual(
      plan.rows.map(({ id }: Post) => id),
      posts.map(({ id }) => id).reverse()
    )
    const { updated_at: updatedAt } = await row('posts', { id: newest.id })
    assert.deepEqual(plan.rows[0], {
      id: newest.id,
      updated_at: updatedAt.toISOString(),
      summary: newest.title,
    })
    assert.match(err, /^ *Id +About/)
    assert.include(err, 'post.remove would change 4 posts')
    assert.isEmpty(await removed())
    assert.isNull(await db.from('audit_entries').first())
  })

  test('writes a file that only its owner can read, and never over another', async ({ assert }) => {
    const line = `${planning} --posts author:${spammer.id} --output ${file}`
    const first = await here(line)
    const again = await here(line)

    assert.deepEqual([first.code, first.out], [0, ''])
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    assert.equal(again.code, 4)
    assert.include(again.err, 'is there already')
  })

  test('finds quoted words, and only rows that match all filters', async ({ assert }) => {
    await posts[1].merge({ title: 'Cheap watches: now' }).save()
    await PostFactory.merge({ userId: moe.id, title: 'Cheap watches' }).create()

    const { rows } = await planned(`search:"cheap watches" author:${spammer.id} status:published`)

    assert.deepEqual(
      rows.map(({ id }: Post) => id),
      [posts[1].id]
    )
  })

  test('exits with 3 if nothing matches', async ({ assert }) => {
    const { code, out, err } = await here(`${planning} --posts 'author:${moe.id}'`)

    assert.equal(code, 3)
    assert.equal(out, '')
    assert.include(err, 'Nothing matches')
  })

  test('refuses {line}')
    .with([
      { line: '--posts color:red', says: 'search, author, status' },
      { line: '--posts spam', says: 'name:value' },
      { line: `--posts ''`, says: 'one of these at least' },
      { line: `--posts 'since:2d since:3d'`, says: 'twice' },
      {
        line: '--posts status:gone',
        says: 'deleted, published, scheduled, unpublished, draft, removed, locked',
      },
      { line: '--posts since:soon', says: 'Write 7d' },
      { line: '--posts since:2d --users since:2d', says: 'give one of' },
      { line: '--users since:2d', says: 'applies to posts, not to users' },
      { line: '', says: 'give one of' },
      { line: '--posts since:2d --until 7d', says: 'takes no --until' },
      { line: '--posts since:2d --reason no', says: '3 to 500' },
      { line: '--users since:2d --action user.set_role', says: 'plaza users set-role' },
      { line: '--users since:2d --action user.erase', says: 'plaza users erase' },
      { line: '--users since:2d --action user.praise', says: 'Choose one of user.warn' },
    ])
    .run(async ({ assert }, { line, says }) => {
      const { code, out, err } = await here(`${planning} ${line}`)

      assert.equal(code, 2)
      assert.equal(out, '')
      assert.match(err, /^error: .+\n$/)
      assert.include(err, says)
    })
})

test.group('plaza bulk apply', (group) => {
  group.each.setup(setup)

  test('applies the action to each row once, as one batch', async ({ assert }) => {
    const { batch_id: batchId } = await planned()

    const { code, json } = await here(`bulk apply ${file} --yes --json`)
    const again = await here(`bulk apply ${file} --yes --json`)

    assert.equal(code, 0)
    assert.containsSubset(json.data, { batch_id: batchId, done: 4, skipped: 0, failed: [] })
    assert.containsSubset(again.json.data, { done: 0, skipped: 4, failed: [] })
    assert.lengthOf(await removed(), 4)
    assert.equal((await row('users', { id: spammer.id })).posts_count, 0)
    const written = await entries('post.remove')
    assert.lengthOf(written, 4)
    for (const entry of written) {
      assert.containsSubset(entry, { batch_id: batchId, actor_id: moe.id, reason: 'Spam again' })
    }
  })

  test('asks for a confirmation with the number of rows', async ({ assert }) => {
    await planned()

    const { code, asked } = await here(`bulk apply ${file}`, { answers: [false] })

    assert.equal(code, 5)
    assert.include(asked[0], '4 posts')
    assert.equal((await here(`bulk apply ${file}`)).code, 5)
    assert.isEmpty(await removed())
  })

  test('needs the number of rows as a confirmation above 100', async ({ assert }) => {
    await db.rawQuery(
      `insert into posts (user_id, title, content, published, published_at)
       select ?, 'Post ' || n, 'Text', true, now() from generate_series(1, 97) as n`,
      [spammer.id]
    )
    await planned()

    assert.equal((await here(`bulk apply ${file} --yes`)).code, 5)
    assert.equal((await here(`bulk apply ${file} --yes --confirm 100`)).code, 5)
    assert.isEmpty(await removed())
    const { code, json } = await here(`bulk apply ${file} --yes --confirm 101 --json`)
    assert.equal(code, 0)
    assert.equal(json.data.done, 101)
    const undo = `bulk undo ${json.data.batch_id} --reason 'Not spam' --yes`
    assert.equal((await here(undo)).code, 5)
    assert.equal((await here(`${undo} --confirm 101`)).code, 0)
    assert.isEmpty(await removed())
  })

  test('does nothing if a row has changed since or is gone')
    .with([
      async () => touch(posts[0]),
      async () => db.from('posts').where('id', posts[0].id).delete(),
    ])
    .run(async ({ assert }, change) => {
      await planned(`author:${spammer.id} status:published`)
      await change()

      const { code, err } = await here(`bulk apply ${file} --yes`)

      assert.equal(code, 4)
      assert.include(err, `1 post of the plan changed since (${posts[0].id})`)
      assert.isEmpty(await removed())
    })

  test('takes a plan from standard input only with --yes', async ({ assert }) => {
    const { json } = await here(`${planning} --posts author:${spammer.id} --json`)
    const input = JSON.stringify({ ok: true, ...json })

    assert.equal((await here('bulk apply -', { input, answers: [true] })).code, 5)
    assert.equal((await here('bulk apply - --yes', { input })).code, 0)
    assert.lengthOf(await removed(), 4)
  })

  test('shows with --dry-run the change of each row, and writes nothing', async ({ assert }) => {
    await planned()

    const { code, out } = await here(`bulk apply ${file} --dry-run`)

    assert.equal(code, 0)
    assert.match(out, new RegExp(`^post ${posts[1].id} +removed: false → true$`, 'm'))
    assert.isEmpty(await removed())
    assert.isNull(await db.from('audit_entries').first())
  })

  test('fails with --dry-run in the same cases as without it: {what}')
    .with([
      { what: 'a row has changed', prepare: () => touch(posts[0]), action: 'post.remove' },
      {
        what: 'a row is in that state already',
        prepare: () => db.from('posts').where('id', posts[1].id).update({ locked: true }),
        action: 'post.lock',
      },
      { what: 'all of it is done', prepare: () => here(`bulk apply ${file} --yes`) },
      { what: 'nothing is in the way', prepare: async () => {} },
    ])
    .run(async ({ assert }, { prepare, action = 'post.lock' }) => {
      await here(
        `bulk plan --action ${action} --reason spam --posts author:${spammer.id} --output ${file}`
      )
      await prepare()

      const dry = await here(`bulk apply ${file} --dry-run --json`)
      const real = await here(`bulk apply ${file} --yes --json`)

      assert.equal(dry.code, real.code)
      assert.equal(dry.json.error?.code, real.json.error?.code)
      assert.equal(dry.json.data?.would.length, real.json.data?.done)
      assert.deepEqual(dry.json.data?.failed, real.json.data?.failed)
    })

  test('leaves no trace of a row that failed', async ({ assert }) => {
    await planned()
    const past = new Date('2026-01-01T00:00:00Z')
    await db.from('posts').where('id', posts[2].id).update({ removed_at: past })

    const { code, json } = await here(`bulk apply ${file} --yes --json`)

    assert.equal(code, 8)
    assert.equal(json.data.done, 3)
    assert.deepEqual((await row('posts', { id: posts[2].id })).removed_at, past)
  })

  test('finishes the current part on Ctrl-C, and continues later', async ({ assert }) => {
    await db.rawQuery(
      `insert into posts (user_id, title, content, published, published_at)
       select ?, 'Post ' || n, 'Text', true, now() from generate_series(1, 246) as n`,
      [spammer.id]
    )
    const plan = await planned()
    const terminal = new CapturedTerminal({ env: { PLAZA_ACTOR: String(moe.id) } })
    const holder = await db.transaction()
    await holder.from('posts').where('id', plan.rows[150].id).forUpdate().first()

    const ran = run(['bulk', 'apply', file, '--yes', '--confirm', '250'], terminal)
    await untilBlocked()
    terminal.end('interrupted')
    terminal.end('interrupted')
    await holder.commit()

    assert.equal(await ran, 130)
    assert.include(terminal.messages, '200 of 250 done: run the same command again for the rest')
    assert.lengthOf(await removed(), 200)
    const { code, json } = await here(`bulk apply ${file} --yes --confirm 250 --json`)
    assert.equal(code, 0)
    assert.containsSubset(json.data, { done: 50, skipped: 200 })
    assert.lengthOf(await entries('post.remove'), 250)
  })

  test('runs only once at a time, and names the process that runs it: {second}')
    .with([
      { second: 'apply', line: () => `bulk apply ${file} --yes` },
      { second: 'undo', line: () => `bulk undo ${file} --reason 'Not spam' --yes` },
    ])
    .run(async ({ assert }, { line }) => {
      await planned()
      const env = { PLAZA_ACTOR: String(moe.id) }
      const terminal = new CapturedTerminal({ env, user: 'moe' })
      const holder = await db.transaction()
      await holder.from('posts').where('id', posts[1].id).forUpdate().first()
      const first = run(['bulk', 'apply', file, '--yes'], terminal)
      await untilBlocked()

      const other = here(line())
      const overNetwork = await fetch(`${origin}/admin/batches`, {
        method: 'POST',
        headers: {
          'Authorization': `Bearer ${await tokenOf(moe)}`,
          'Content-Type': 'application/json',
        },
        body: JSON.stringify({
          id: JSON.parse(await readFile(file, 'utf8')).batch_id,
          action: 'post.lock',
          reason: 'Spam again',
          targets: [{ id: posts[0].id }],
        }),
      })
      const { code, err } = await other
      await holder.commit()

      assert.equal(code, 4)
      assert.match(err, /is taken by moe@test-host \(since [\d-]+ [\d:]+ UTC\): wait for its end/)
      assert.equal(overNetwork.status, 409)
      assert.include(await overNetwork.text(), 'is taken by moe@test-host')
      assert.equal(await first, 0)
      assert.lengthOf(await entries('post.remove'), 4)
    })

  test('does the other rows when a row fails, and lists the failed ones', async ({ assert }) => {
    const admin = await UserFactory.apply('admin').create()
    const silence = `bulk plan --users 'since:1d' --action user.silence --reason 'Spam again'`
    await here(`${silence} --output ${file} --until 7d`)

    const { code, json } = await here(`bulk apply ${file} --yes --json`)

    assert.equal(code, 8)
    assert.equal(json.error.code, 'partial')
    assert.containsSubset(json.data, {
      done: 1,
      failed: [
        { target_id: admin.id, code: 'forbidden', summary: `@${admin.username}` },
        { target_id: moe.id, code: 'conflict' },
      ],
    })
    assert.isNotNull((await row('users', { id: spammer.id })).silenced_until)
  })

  test('exits with 4 if every row fails', async ({ assert }) => {
    await here(
      `bulk plan --posts author:${spammer.id} --action post.unlock --reason spam --output ${file}`
    )

    const { code, out, err } = await here(`bulk apply ${file} --yes`)

    assert.equal(code, 4)
    assert.match(out, /^Failed +4$/m)
    assert.include(err, '0 of 4 done')
  })

  test('refuses a plan with {what}')
    .with([
      { what: 'another version', edit: { version: 2 }, says: 'version 1' },
      { what: 'no version', edit: { version: undefined }, says: 'is no plan' },
      { what: 'a broken batch id', edit: { batch_id: 'x' }, says: 'batch_id must be a UUID' },
      { what: 'another action', edit: { action: 'user.erase' }, says: 'action must be' },
      { what: 'another target', edit: { target_type: 'user' }, says: 'target_type of user' },
      { what: 'no reason', edit: { reason: '' }, says: 'reason must be' },
      { what: 'a term', edit: { until: '2100-01-01T00:00:00Z' }, says: 'takes no until' },
      { what: 'no rows', edit: { rows: [] }, says: 'rows must be' },
      { what: 'a broken row', edit: { rows: [{ id: '1' }] }, says: 'rows[0].id must be' },
      { what: 'another place', edit: { place: 'https://x.example' }, says: '--remote https://x' },
    ])
    .run(async ({ assert }, { edit, says }) => {
      await writeFile(file, JSON.stringify({ ...(await planned()), ...edit }))

      const { code, err } = await here(`bulk apply ${file} --yes`)

      assert.equal(code, 2)
      assert.match(err, /^error: .+\n$/)
      assert.include(err, says)
    })

  test('refuses a missing file, and a file that is not JSON', async ({ assert }) => {
    await writeFile(file, '{')

    assert.equal((await here(`bulk apply ${folder}/none --yes`)).code, 3)
    assert.equal((await here(`bulk apply ${file} --yes`)).code, 2)
  })
})

test.group('plaza bulk show', (group) => {
  group.each.setup(setup)

  test('shows the rows that are done, left and undone', async ({ assert }) => {
    const plan = await planned()
    await writeFile(file, JSON.stringify({ ...plan, rows: plan.rows.slice(1) }))
    await here(`bulk apply ${file} --yes`)
    await writeFile(file, JSON.stringify(plan))

    const { out, code } = await here(`bulk show ${file}`)
    const before = await here(`bulk show ${plan.batch_id} --json`)
    await here(`bulk undo ${plan.batch_id} --reason 'Not spam' --yes`)
    const after = await here(`bulk show ${file} --json`)

    assert.equal(code, 0)
    assert.match(out, /^Planned +4\nDone +3\nUndone +0\nLeft +1$/m)
    assert.isTrue(out.split('\n').every((line) => line.length <= 80))
    assert.isNull(before.json.data.left)
    assert.lengthOf(before.json.data.entries, 3)
    assert.deepEqual(after.json.data.left, [plan.rows[0]])
    assert.isTrue(after.json.data.entries.every(({ undone }: any) => undone))
  })

  test('lists batches with their progress, and cancels one that is open', async ({ assert }) => {
    await db.rawQuery(
      `insert into posts (user_id, title, content, published, published_at)
       select ?, 'Post ' || n, 'Text', true, now() from generate_series(1, 246) as n`,
      [spammer.id]
    )
    const { batch_id: id, rows } = await planned()
    const terminal = new CapturedTerminal({ env: { PLAZA_ACTOR: String(moe.id) } })
    const holder = await db.transaction()
    await holder.from('posts').where('id', rows[150].id).forUpdate().first()
    const ran = run(['bulk', 'apply', file, '--yes', '--confirm', '250'], terminal)
    await untilBlocked()

    const { json } = await here('bulk list --json')
    terminal.end('interrupted')
    await holder.commit()
    await ran
    const cancelled = await here(`bulk cancel ${id} --json`)
    const late = await here(`bulk apply ${file} --yes --confirm 250`)

    const facts = { id, action: 'post.remove', actor: { id: moe.id }, targets_count: 250 }
    assert.containsSubset(json.data, [{ ...facts, state: 'open', done_count: 100 }])
    assert.equal(cancelled.code, 0)
    assert.containsSubset(cancelled.json.data, { state: 'cancelled', done_count: 200 })
    assert.equal((await here(`bulk cancel ${file}`)).code, 4)
    assert.equal((await here('bulk list')).code, 0)
    assert.equal(late.code, 4)
    assert.include(late.err, 'was cancelled')
  })

  test('exits with 3 for an unknown batch', async ({ assert }) => {
    const { batch_id: id } = await planned()

    assert.equal((await here(`bulk show ${id}`)).code, 3)
    assert.equal((await here(`bulk show ${file}`)).code, 0)
    assert.equal((await here(`bulk undo ${id} --reason 'Not spam'`)).code, 3)
  })
})

test.group('plaza bulk undo', (group) => {
  group.each.setup(setup)

  test('undoes each row once, newest first, as its own batch', async ({ assert }) => {
    const { batch_id: id } = await planned()
    await here(`bulk apply ${file} --yes`)

    const undo = `bulk undo ${id} --reason 'Not spam' --yes --json`
    const dry = await here(`${undo} --dry-run`)
    assert.lengthOf(await removed(), 4)
    const { code, json } = await here(undo)
    const again = await here(undo)

    assert.equal(dry.json.data.would.length, 4)
    assert.equal(code, 0)
    assert.containsSubset(json.data, { done: 4, skipped: 0 })
    assert.containsSubset(again.json.data, { done: 0, skipped: 4 })
    assert.isEmpty(await removed())
    assert.equal((await row('users', { id: spammer.id })).posts_count, 4)
    const written = await entries('post.restore')
    assert.deepEqual(
      written.map(({ target_id: target }) => target),
      posts.map(({ id: post }) => post)
    )
    assert.isTrue(written.every((entry) => entry.batch_id === json.data.batch_id))
    assert.notEqual(json.data.batch_id, id)
    assert.equal((await here(`bulk apply ${file} --yes`)).code, 4)
  })

  test('continues after an interruption', async ({ assert }) => {
    await db.rawQuery(
      `insert into posts (user_id, title, content, published, published_at)
       select ?, 'Post ' || n, 'Text', true, now() from generate_series(1, 146) as n`,
      [spammer.id]
    )
    const { batch_id: id } = await planned()
    await here(`bulk apply ${file} --yes --confirm 150`)
    const line = ['bulk', 'undo', id, '--reason', 'Not spam', '--yes', '--confirm', '150']
    const terminal = new CapturedTerminal({ env: { PLAZA_ACTOR: String(moe.id) } })
    const holder = await db.transaction()
    await holder.from('posts').where('id', posts[0].id).forUpdate().first()

    const ran = run(line, terminal)
    await untilBlocked()
    terminal.end('interrupted')
    await holder.commit()

    assert.equal(await ran, 130)
    assert.lengthOf(await removed(), 50)
    assert.equal((await here(line.join(' ').replace('Not spam', `'Not spam'`))).code, 0)
    assert.isEmpty(await removed())
    assert.lengthOf(await entries('post.restore'), 150)
  })

  test('restores the earlier end of a sanction')
    .with([{ term: DateTime.now().plus({ days: 30 }) }, { term: null }])
    .run(async ({ assert }, { term }) => {
      await spammer.silence(term)
      const before = await silence()
      for (const [action, more] of [
        ['user.silence', '--until 2d'],
        ['user.unsilence', ''],
      ]) {
        await rm(file, { force: true })
        const line = `bulk plan --users status:silenced --action ${action} --reason spam`
        await here(`${line} ${more} --output ${file}`)
        assert.equal((await here(`bulk apply ${file} --yes`)).code, 0)
        assert.notDeepEqual(await silence(), before)

        const { code } = await here(`bulk undo ${file} --reason 'Not spam' --yes`)

        assert.equal(code, 0)
        assert.deepEqual(await silence(), before)
      }
    })

  async function silence() {
    const { json } = await here(`users show ${spammer.id} --json`)
    return [json.data.silenced, json.data.silenced_until]
  }

  test('refuses an action without an inverse', async ({ assert }) => {
    const warn = `bulk plan --users 'role:member' --action user.warn --reason spam`
    await here(`${warn} --output ${file}`)
    await here(`bulk apply ${file} --yes`)

    const { code, err } = await here(`bulk undo ${file} --reason 'Not spam' --yes`)

    assert.equal(code, 4)
    assert.include(err, "user.warn can't be undone")
  })
})

test.group('plaza bulk --remote', (group) => {
  let server: Server
  let address: string
  let writes: number

  group.each.setup(setup)
  // A proxy between a moderator and the server, which may go away.
  group.each.setup(async () => {
    writes = Infinity
    server = createServer((sent, answer) => {
      if (sent.url === '/admin/batches' && sent.method === 'POST' && writes-- <= 0) {
        sent.socket.destroy()
        return
      }
      const { method, headers } = sent
      const passed = request(origin + sent.url, { method, headers }, (response) => {
        answer.writeHead(response.statusCode!, response.headers)
        response.pipe(answer)
      })
      sent.pipe(passed)
    }).listen(0, '127.0.0.1')
    await new Promise((listening) => server.once('listening', listening))
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await moe.merge({ password }).save()
    const login = `login --username ${moe.username} --password-stdin`
    await there(login, { input: `${password}\n` })
    return () => {
      server.closeAllConnections()
      server.close()
    }
  })

  const there = (line: string, more = {}) =>
    plaza(`${line} --remote ${address}`, { env: { XDG_CONFIG_HOME: folder }, ...more })
  const plan = () => there(`${planning} --posts author:${spammer.id} --output ${file}`)

  test('does the same, and leaves audit entries of the API', async ({ assert }) => {
    await plan()

    assert.equal((await here(`bulk apply ${file} --yes`)).code, 2)
    assert.equal((await there(`bulk apply ${file} --yes`)).code, 0)
    assert.lengthOf(await removed(), 4)
    assert.equal((await there(`bulk undo ${file} --reason 'Not spam' --yes`)).code, 0)
    assert.isEmpty(await removed())
    assert.isTrue((await entries('post.restore')).every((entry) => entry.origin === 'api'))
  })

  test('exits with 7 when the server goes away, and continues later', async ({ assert }) => {
    await db.rawQuery(
      `insert into posts (user_id, title, content, published, published_at)
       select ?, 'Post ' || n, 'Text', true, now() from generate_series(1, 246) as n`,
      [spammer.id]
    )
    await plan()
    writes = 2

    const { code, err } = await there(`bulk apply ${file} --yes --confirm 250`)
    assert.equal(code, 7)
    assert.include(err, '200 of 250 done: run the same command again for the rest')
    assert.lengthOf(await removed(), 200)

    writes = Infinity
    const again = await there(`bulk apply ${file} --yes --confirm 250 --json`)
    assert.containsSubset(again.json.data, { done: 50, skipped: 200 })
  })

  test('acts on each row once if two people apply a plan at once', async ({ assert }) => {
    await plan()

    const ran = await Promise.all([1, 2].map(() => there(`bulk apply ${file} --yes`)))

    assert.includeMembers(
      [0, 4],
      ran.map(({ code }) => code)
    )
    assert.include(
      ran.map(({ code }) => code),
      0
    )
    assert.lengthOf(await entries('post.remove'), 4)
  })

  test('waits when the server limits writes', async ({ assert, cleanup }) => {
    cleanup(setting('limits.write', { requests: 3, seconds: 1 }))
    await plan()

    const { code } = await there(`bulk apply ${file} --yes`)

    assert.equal(code, 0)
    assert.lengthOf(await removed(), 4)
  })
})

import { readFile, writeFile } from 'node:fs/promises'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import RebuildCounters from '#actions/counters/rebuild_counters'
import CreateTag from '#actions/tags/create_tag'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import type { Counts } from '#cli/moving/import/batch'
import { plaza, type Ran } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import {
  editLines,
  freshPlaza,
  fileEntry,
  rowsIn,
  seedPlaza,
  temporaryFolder,
  writeTar,
} from '#tests/support/moving'
import { startPlaza } from '#tests/support/plaza_process'
import { originOf, people } from '#tests/support/staff'
import { assertTagsCounted } from '#tests/support/tags'
import { makeWebhook } from '#tests/support/webhooks'

type Kinds = Record<string, Counts>

const roles = '--role-map admin=admin,moderator=moderator'

const exported = async (path: string) => {
  const { code, err } = await plaza(`export --output ${path}`)
  if (code !== 0) throw new Error(err)
  return path
}

const kindsOf = ({ json }: Ran): Kinds => json.data.kinds

/** Everything that comes in is counted out. */
const isCountedOut = ({ in: all, created, changed, already_there: there, refused }: Counts) =>
  all === created + changed + there + refused

const sum = (kinds: Kinds, name: keyof Counts) =>
  Object.values(kinds).reduce((total, counts) => total + counts[name], 0)

/** One of each thing that a seed does not make. */
async function addRarities() {
  const [admin] = await people('admin', 'moderator')
  const [bot] = await db
    .table('users')
    .insert({ username: 'feed_reader', bot: true, has_password: false })
    .returning('id')
  const first = await db.from('posts').where('visible', true).orderBy('id').firstOrFail()
  const second = await db.from('posts').where('id', '>', first.id).orderBy('id').firstOrFail()
  await db.from('posts').where('id', first.id).update({ slug: 'a-new-address', slug_given: true })
  await PostFactory.merge({ title: 'In the trash', userId: admin.id })
    .apply('draft')
    .create()
    .then(({ id }) => db.from('posts').where({ id }).update({ trashed_at: new Date() }))
  await PostFactory.merge({ title: 'Tomorrow', userId: bot.id ?? bot })
    .apply('draft')
    .create()
    .then(({ id }) =>
      db
        .from('posts')
        .where({ id })
        .update({ publish_at: new Date(Date.now() + 86_400_000) })
    )
  await db.from('posts').where('id', second.id).update({ removed_at: new Date(), locked: true })
  await db.rawQuery(
    `update posts set translation_group = nextval('posts_id_seq'), pinned = 'site' where id = ?`,
    [first.id]
  )
  await db.rawQuery(
    `insert into post_drafts (post_id, members, search, search_version, begun_from, editor_id)
     select id, jsonb_build_object('title', 'A draft', 'content', 'Not yet', 'language', language),
       '', 1, revision, ? from posts where id = ?`,
    [admin.id, first.id]
  )
  const [collection] = await db
    .table('collections')
    .insert({ slug: 'best', title: 'The best' })
    .returning('id')
  await db.table('collection_posts').multiInsert([
    { collection_id: collection.id ?? collection, post_id: second.id, place: 1 },
    { collection_id: collection.id ?? collection, post_id: first.id, place: 2 },
  ])
  const origin = originOf(admin)
  await new CreateTag().handle({
    fields: { name: 'Kept by staff', description: 'Without posts' },
    origin,
    client: db.connection(),
  })
  await db
    .from('comments')
    .where('id', (await db.from('comments').orderBy('id').firstOrFail()).id)
    .update({ content: null, user_id: null, deleted_at: new Date() })
}

test.group('plaza import --from plaza', (group) => {
  group.each.setup(freshPlaza)
  group.each.teardown(emptyDatabase)

  test('moves everything into an empty Plaza, which exports the same digests', async ({
    assert,
    cleanup,
  }) => {
    const folder = await temporaryFolder(cleanup)
    await seedPlaza()
    await addRarities()
    await exported(`${folder}/one.tar.zst`)
    await freshPlaza()

    const imported = await plaza(`import ${folder}/one.tar.zst --from plaza ${roles} --json`)

    assert.equal(imported.code, 0, imported.out)
    const kinds = kindsOf(imported)
    for (const [kind, counts] of Object.entries(kinds)) {
      assert.isTrue(isCountedOut(counts), kind)
      assert.isAbove(counts.in, 0, kind)
    }
    assert.equal(sum(kinds, 'refused') + sum(kinds, 'already_there'), 0)
    await exported(`${folder}/two`)
    const { code, err } = await plaza(`export verify ${folder}/one.tar.zst ${folder}/two`)
    assert.equal(code, 0, err)
  })

  test('leaves counts, tags, the search and the numbering right', async ({
    assert,
    cleanup,
    client,
  }) => {
    const folder = await temporaryFolder(cleanup)
    await seedPlaza()
    await addRarities()
    await exported(`${folder}/one`)
    const { title, id } = await db.from('posts').where('visible', true).orderBy('id').firstOrFail()
    const last = await db.from('posts').max('id as id').firstOrFail()
    const before = await client.get(`/posts/${id}`)
    await freshPlaza()
    assert.equal((await client.get(`/posts/${id}`)).status(), 404)

    await plaza(`import ${folder}/one --from plaza`)

    const wrong = await new RebuildCounters().handle()
    assert.deepEqual(wrong, { users: 0, posts: 0, tags: 0, comments: 0 })
    await assertTagsCounted(assert)
    const after = await client.get(`/posts/${id}`)
    assert.deepEqual(after.body().votes_count, before.body().votes_count)
    assert.deepEqual(after.body().created_at, before.body().created_at)
    const found = await client.get('/posts').qs({ search: `"${title}"` })
    assert.include(
      found.body().map((post: any) => post.id),
      id
    )
    assert.isAbove((await PostFactory.create()).id, last.id)
    assert.isAbove((await CommentFactory.merge({ postId: id }).create()).id, 60)
  })

  test('doubles nothing when it runs again', async ({ assert, cleanup }) => {
    const folder = await temporaryFolder(cleanup)
    await seedPlaza()
    await exported(`${folder}/one`)
    await freshPlaza()
    const line = `import ${folder}/one --from plaza --json`
    const first = kindsOf(await plaza(line))

    const again = await plaza(line)

    assert.equal(again.code, 0)
    const kinds = kindsOf(again)
    assert.equal(sum(kinds, 'already_there'), sum(first, 'in'))
    assert.equal(sum(kinds, 'created') + sum(kinds, 'changed'), 0)
    assert.lengthOf(await db.from('users'), 12)
  })

  test('knows the rows of its own archive', async ({ assert, cleanup }) => {
    const folder = await temporaryFolder(cleanup)
    await seedPlaza()
    await exported(`${folder}/one`)

    const kinds = kindsOf(await plaza(`import ${folder}/one --from plaza --json`))

    assert.equal(sum(kinds, 'already_there'), sum(kinds, 'in'))
  })

  test('finds other ids, names and addresses where those of the archive are taken', async ({
    assert,
    cleanup,
  }) => {
    const folder = await temporaryFolder(cleanup)
    await seedPlaza()
    await exported(`${folder}/one`)
    const [reply] = (await rowsIn(`${folder}/one`, 'comments')).filter((one) => one.parent_id)
    const parent = await row('comments', { id: reply.parent_id })
    const { title } = await row('posts', { id: reply.post_id })
    const [user] = await rowsIn(`${folder}/one`, 'users')
    const [first] = (await rowsIn(`${folder}/one`, 'posts')).filter((one) => one.published)
    await freshPlaza()
    await people('member', 'member', 'member')
    await db.from('users').where('id', 2).update({ username: user.username.toUpperCase() })
    await db
      .from('users')
      .where('id', 3)
      .update({ email: `${user.email}` })
      .catch(() => {})
    await PostFactory.merge({ title: first.title, slug: first.slug, userId: 1 }).create()

    const { code, json } = await plaza(`import ${folder}/one --from plaza --json`)

    assert.equal(code, 0, JSON.stringify(json))
    const moved = await row('comments', { content: reply.content })
    const movedParent = await row('comments', { id: moved.parent_id })
    assert.equal(movedParent.content, parent.content)
    assert.equal((await row('posts', { id: moved.post_id })).title, title)
    const twins = await db.from('posts').where('title', first.title).orderBy('id')
    assert.lengthOf(new Set(twins.map(({ slug }) => slug)), twins.length)
    const notes = json.data.messages.map(({ message }: any) => message).join('\n')
    assert.include(notes, `the account 3 here, which has its e-mail`)
    assert.include(notes, `the address ${first.slug} is taken`)
  })

  test('refuses wrong lines by their number, and loses no other', async ({ assert, cleanup }) => {
    const folder = await temporaryFolder(cleanup)
    await seedPlaza()
    await exported(`${folder}/one`)
    const posts = await rowsIn(`${folder}/one`, 'posts')
    const broken: Record<number, (post: any) => string> = {
      2: () => '{"id": 2, "title',
      3: () => '[1, 2]',
      4: (post) => JSON.stringify({ ...post, title: '' }),
      5: (post) => JSON.stringify({ ...post, user_id: 999_999 }),
      6: (post) => JSON.stringify({ ...post, type: 'nothing' }),
      7: (post) => JSON.stringify({ ...post, surprise: true }),
      8: (post) => JSON.stringify({ ...post, content: 'a\u0000b' }),
      9: (post) => JSON.stringify({ ...post, time_zone: 'x'.repeat(101) }),
      10: (post) => JSON.stringify({ ...post, data: { __proto__: 1, a: [[[[]]]] }, id: -1 }),
    }
    await editLines(`${folder}/one`, 'posts', (line, number) =>
      number in broken ? broken[number](JSON.parse(line)) : line
    )
    await freshPlaza()

    const ran = await plaza(
      `import ${folder}/one --from plaza --json --receipt ${folder}/receipt.jsonl`
    )

    assert.equal(ran.code, 8)
    const kinds = kindsOf(ran)
    for (const [kind, counts] of Object.entries(kinds)) assert.isTrue(isCountedOut(counts), kind)
    assert.equal(kinds.posts.refused, 9)
    assert.equal(kinds.posts.created, posts.length - 9)
    const lines = (await readFile(`${folder}/receipt.jsonl`, 'utf8')).trim().split('\n')
    const messages = lines.map((line) => JSON.parse(line)).filter(({ refused }) => refused)
    assert.lengthOf(messages, sum(kinds, 'refused'))
    assert.sameMembers(
      messages.filter(({ kind }) => kind === 'posts').map(({ place }) => place),
      Object.keys(broken).map((number) => `posts.jsonl:${number}`)
    )
    const lost = posts.slice(1, 10).map(({ id }) => id)
    const orphans = (await rowsIn(`${folder}/one`, 'comments')).filter(({ post_id: id }) =>
      lost.includes(id)
    )
    assert.equal(kinds.comments.refused, orphans.length)
    assert.deepEqual(await new RebuildCounters().handle(), {
      ...{ users: 0, posts: 0, tags: 0, comments: 0 },
    })
  })

  test('says with --dry-run what it would do, and writes nothing', async ({ assert, cleanup }) => {
    const folder = await temporaryFolder(cleanup)
    await seedPlaza()
    await exported(`${folder}/one`)
    await editLines(`${folder}/one`, 'comments', (line, number) => (number === 5 ? '{}' : line))
    await freshPlaza()
    const line = `import ${folder}/one --from plaza --json`

    const rehearsed = await plaza(`${line} --dry-run`)

    assert.equal(rehearsed.code, 8)
    assert.isEmpty(await db.from('users'))
    assert.isEmpty(await db.from('imports'))
    assert.isEmpty(await db.from('audit_entries'))
    const done = await plaza(line)
    assert.deepEqual(kindsOf(rehearsed), kindsOf(done))
    assert.deepEqual(rehearsed.json.data.messages, done.json.data.messages)
  })

  test('goes on with --resume after Ctrl-C and after kill -9, and doubles nothing', async ({
    assert,
    cleanup,
  }) => {
    const folder = await temporaryFolder(cleanup)
    await seedPlaza({ posts: 2500, comments: 2500 })
    await exported(`${folder}/one.tar.zst`)
    await freshPlaza()
    const line = `import ${folder}/one.tar.zst --from plaza`

    const stopped = await plaza(line, {
      watch: (terminal) => terminal.progressed > 500 && terminal.end('interrupted'),
    })
    assert.equal(stopped.code, 130)
    assert.include(stopped.err, '--resume')
    const { position } = await db.from('imports').firstOrFail()
    assert.isAbove(position, 500)

    const child = startPlaza(`${line} --resume`, {})
    await eventually(async () => (await db.from('imports').firstOrFail()).position > position + 500)
    child.kill('SIGKILL')
    await child.ended
    const { ended_at: endedAt } = await db.from('imports').firstOrFail()
    assert.isNull(endedAt)

    const resumed = await plaza(`${line} --resume --json`)
    assert.equal(resumed.code, 0, resumed.out)
    const kinds = kindsOf(resumed)
    assert.equal(kinds.posts.in, 2500)
    assert.equal(sum(kinds, 'already_there') + sum(kinds, 'refused'), 0)
    await exported(`${folder}/two`)
    assert.equal((await plaza(`export verify ${folder}/one.tar.zst ${folder}/two`)).code, 0)
    const nothing = await plaza(`${line} --resume`)
    assert.equal(nothing.code, 3)
  }).timeout(300_000)

  test('tells no webhook and sends no mail, and is in the audit log', async ({
    assert,
    cleanup,
    client,
  }) => {
    const folder = await temporaryFolder(cleanup)
    await seedPlaza()
    await exported(`${folder}/one`)
    await freshPlaza()
    await makeWebhook('https://8.8.8.8/hook')

    const { json } = await plaza(`import ${folder}/one --from plaza --json`, { user: 'ops' })

    assert.isEmpty(await db.from('webhook_deliveries'))
    assert.isEmpty(await db.from('jobs.job').whereIn('name', ['mail']))
    const entry = await db.from('audit_entries').where('action', 'import.run').firstOrFail()
    assert.containsSubset(entry, { target_id: json.data.import_id, os_user: 'ops', actor_id: null })
    assert.equal(entry.after.users, 12)
    // What is written afterwards is told.
    const [author] = await people('member')
    await client.post('/posts').loginAs(author).json({ title: 'Later', content: 'And told' })
    assert.isNotEmpty(await db.from('webhook_deliveries'))
  })

  test('gives roles only by --role-map', async ({ assert, cleanup }) => {
    const folder = await temporaryFolder(cleanup)
    const [admin] = await people('admin')
    await exported(`${folder}/one`)
    await freshPlaza()

    assert.equal((await plaza(`import ${folder}/one --from plaza --role-map admin=king`)).code, 2)
    const { err } = await plaza(`import ${folder}/one --from plaza`)
    assert.include(err, 'users.jsonl:1: the role admin is not given: see --role-map')
    const user = await row('users', { username: admin.username })
    assert.containsSubset(user, { role: 'member', has_password: false })

    await freshPlaza()
    await plaza(`import ${folder}/one --from plaza --role-map admin=editor`)
    assert.equal((await row('users', { id: admin.id })).role, 'editor')
  })

  test('refuses a hostile archive before it writes anything: {$self}')
    .with([
      'a symbolic link',
      'a hard link',
      'a path upwards',
      'an absolute path',
      'an unknown file',
      'a bomb',
      'a torn file',
      'another order',
      'a newer format',
      'no archive',
    ])
    .run(async ({ assert, cleanup }, what) => {
      const folder = await temporaryFolder(cleanup)
      await people('member')
      await exported(`${folder}/one`)
      await freshPlaza()
      const path = `${folder}/hostile.tar.zst`
      await hostile(what, path, `${folder}/one`)

      const { code, err } = await plaza(`import ${path} --from plaza`)

      assert.equal(code, 9, err)
      assert.isEmpty(await db.from('users'))
      assert.isEmpty(await db.from('imports'))
    })
})

async function hostile(what: string, path: string, archive: string) {
  const names = ['manifest', ...['types', 'tags', 'users', 'files', 'media', 'posts', 'revisions']]
  const rest = ['comments', 'votes', 'collections', 'redirects']
  const entries = await Promise.all(
    [...names, ...rest].map(async (name) => {
      const file = name === 'manifest' ? 'manifest.json' : `${name}.jsonl`
      return fileEntry(file, await readFile(`${archive}/${file}`, 'utf8'))
    })
  )
  const [manifest, types, ...others] = entries
  const linked = (type: 'link' | 'symlink') => ({
    header: { name: 'types.jsonl', size: 0, type, linkname: '/etc/passwd' },
  })
  const made: Record<string, typeof entries> = {
    'a symbolic link': [manifest, linked('symlink') as any, ...others],
    'a hard link': [manifest, linked('link') as any, ...others],
    'a path upwards': [manifest, fileEntry('../types.jsonl', ''), ...others],
    'an absolute path': [manifest, fileEntry('/tmp/types.jsonl', ''), ...others],
    'an unknown file': [...entries, fileEntry('more.jsonl', '')],
    'another order': [types, manifest, ...others],
    'a newer format': [
      fileEntry(
        'manifest.json',
        JSON.stringify({ ...JSON.parse(String(manifest.body)), format: 2 })
      ),
      ...[types, ...others],
    ],
    'a bomb': [manifest, fileEntry('types.jsonl', Buffer.alloc(70 * 1024 ** 2, ' ')), ...others],
  }
  if (what === 'no archive') return writeFile(path, 'Nothing of the kind')
  await writeTar(path, made[what] ?? entries)
  if (what === 'a torn file') {
    const bytes = await readFile(path)
    await writeFile(path, bytes.subarray(0, bytes.length - 40))
  }
}

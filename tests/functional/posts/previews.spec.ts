import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import { prunePreviews } from '#jobs/prune_previews'
import type Post from '#models/post'
import { keyOfFile } from '#media/file_keys'
import Role from '#models/role'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import { plainPicture, uploaded } from '#tests/support/media'
import { assertProblem } from '#tests/support/problems'
import { queriesOf } from '#tests/support/queries'
import { setting } from '#tests/support/settings'
import { act, people } from '#tests/support/staff'

let author: User
let editor: User
let other: User
let post: Post

const DAY_MS = 86_400_000

const path = () => `/posts/${post.id}/previews`
const ask = (client: ApiClient, fields: object = {}, user = author) =>
  client.post(path()).loginAs(user).json(fields)
const make = async (client: ApiClient, fields: object = {}, user = author) =>
  (await answers(ask(client, fields, user), 201)).body()
const list = (client: ApiClient, user = author) => bodyOf(client.get(path()).loginAs(user))
const show = (client: ApiClient, { token }: { token: string }, query = '') =>
  client.get(`/previews/${token}${query}`)
const shown = (client: ApiClient, preview: { token: string }, query?: string) =>
  bodyOf(show(client, preview, query))
const save = (client: ApiClient, fields: object, user = author) =>
  answers(client.patch(`/posts/${post.id}/draft`).loginAs(user).json(fields), 200)
const edit = (client: ApiClient, fields: object) =>
  answers(client.patch(`/posts/${post.id}`).loginAs(author).json(fields), 200)

async function begin() {
  await emptyDatabase()
  ;[other] = await people('member')
  // They erase their accounts, which takes a password.
  author = await UserFactory.create()
  editor = await UserFactory.merge({ role: 'editor' }).create()
  post = await PostFactory.merge({ userId: author.id, title: 'One', content: 'First' })
    .apply('draft')
    .create()
}

test.group('POST /posts/{id}/previews', (group) => {
  group.each.setup(begin)

  test('answers with a token and a link, for seven days', async ({ client, assert }) => {
    const response = await answers(ask(client), 201)
    const { id, token, url, expires_at: end, ...rest } = response.body()
    assert.isEmpty(rest)
    assert.match(token, /^[\w-]{32}$/)
    assert.match(url, new RegExp(`^http://.*/previews/${token}$`))
    assert.closeTo(Date.parse(end), Date.now() + 7 * DAY_MS, 60_000)
    assert.equal(response.header('location'), `${path()}/${id}`)
    assert.equal(response.header('cache-control'), 'no-store')
  })

  test('links to the page that PREVIEW_URL names', async ({ client, assert, cleanup }) => {
    cleanup(setting('content.previewUrl', 'https://site.example/preview?token={token}'))
    const { token, url } = await make(client)
    assert.equal(url, `https://site.example/preview?token=${token}`)
  })

  test('keeps the token nowhere', async ({ client, assert }) => {
    const { token } = await make(client)
    const { token: again } = await make(client)
    assert.notEqual(token, again)
    const kept = JSON.stringify([await db.from('post_previews'), await list(client)])
    assert.notInclude(kept, token)
  })

  test('with a key is made once, and a repetition is 409', async ({ client, assert }) => {
    const once = () => ask(client).header('Idempotency-Key', 'one')
    const { token } = (await answers(once(), 201)).body()
    assertProblem(await once(), 409, 'already_done')
    assert.lengthOf(await db.from('post_previews'), 1)
    assert.notInclude(JSON.stringify(await db.from('idempotency_keys')), token)
  })

  test('takes a lifetime of {expires_in}')
    .with([
      { expires_in: '1m', ms: 60_000 },
      { expires_in: '12h', ms: DAY_MS / 2 },
      { expires_in: '90d', ms: 90 * DAY_MS },
    ])
    .run(async ({ client, assert }, { expires_in: lifetime, ms }) => {
      const { expires_at: end } = await make(client, { expires_in: lifetime })
      assert.closeTo(Date.parse(end), Date.now() + ms, 60_000)
    })

  test('refuses a lifetime of {lifetime}')
    .with(
      ['59s', '91d', '0d', '7', 'd', '7w', ' 7d', '', 7, '999999999d'].map((lifetime) => ({
        lifetime,
      }))
    )
    .run(async ({ client }, { lifetime }) => {
      const refused = await ask(client, { expires_in: lifetime })
      assertProblem(refused, 422, 'validation_failed', ['/expires_in'])
    })

  test('of a revision that is not there is 404', async ({ client }) => {
    assertProblem(await ask(client, { revision: 2 }), 404, 'not_found')
    assertProblem(await ask(client, { revision: 0 }), 422, 'validation_failed', ['/revision'])
  })

  test('is for those who may edit the post', async ({ client, assert }) => {
    const [moderator] = await people('moderator')
    assertProblem(await ask(client, {}, other), 404, 'not_found')
    assertProblem(await ask(client, {}, moderator), 403, 'forbidden')
    assertProblem(await client.post(path()).json({}), 401, 'unauthenticated')
    await make(client, {}, editor)
    const [{ creator }] = await list(client)
    assert.equal(creator.id, editor.id)
  })

  test('makes up to 20 that are live, also at once', async ({ client, assert }) => {
    for (let count = 0; count < 19; count++) await make(client)
    const both = await Promise.all([ask(client), ask(client)])
    assert.sameMembers(
      both.map((response) => response.status()),
      [201, 409]
    )
    assertProblem(await ask(client), 409, 'conflict')
    await db.from('post_previews').limit(1).update({ expires_at: new Date() })
    await make(client)
  })

  test('of a post in the trash is 409', async ({ client }) => {
    await answers(client.delete(`/posts/${post.id}`).loginAs(author), 204)
    assertProblem(await ask(client), 409, 'conflict')
  })
})

test.group('GET /posts/{id}/previews', (group) => {
  group.each.setup(begin)

  test('lists those that are live, newest first', async ({ client, assert }) => {
    const [first, second, expired] = [
      await make(client, { revision: 1 }),
      await make(client, {}, editor),
      await make(client),
    ]
    await db.from('post_previews').where('id', expired.id).update({ expires_at: new Date() })
    const [newer, older, ...rest] = await list(client, editor)
    assert.isEmpty(rest)
    assert.containSubset(newer, { id: second.id, revision: null, creator: { id: editor.id } })
    assert.containSubset(older, { id: first.id, revision: 1, expires_at: first.expires_at })
    assert.sameMembers(Object.keys(newer), [
      'id',
      'revision',
      'creator',
      'created_at',
      'expires_at',
    ])
  })

  test('is for those who may edit the post', async ({ client }) => {
    const [moderator] = await people('moderator')
    assertProblem(await client.get(path()).loginAs(other), 404, 'not_found')
    assertProblem(await client.get(path()).loginAs(moderator), 403, 'forbidden')
  })
})

test.group('DELETE /posts/{id}/previews/{preview}', (group) => {
  group.each.setup(begin)

  test('ends the link at once', async ({ client }) => {
    const [gone, kept] = [await make(client), await make(client, {}, editor)]
    const remove = () => client.delete(`${path()}/${gone.id}`).loginAs(author)
    await answers(show(client, gone), 200)
    await answers(remove(), 204)
    assertProblem(await show(client, gone), 404, 'not_found')
    assertProblem(await remove(), 404, 'not_found')
    await answers(show(client, kept), 200)
    await answers(client.delete(`${path()}/${kept.id}`).loginAs(author), 204)
  })

  test('is for authors who are silenced, too, and not for editors', async ({ client, assert }) => {
    const { id } = await make(client)
    const [admin] = await people('admin')
    for (const user of [author, editor]) {
      await answers(act(client, admin, 'user.silence', { on: user }), 201)
    }
    const remove = (user: User) => client.delete(`${path()}/${id}`).loginAs(user)
    const refused = await answers(remove(editor), 403)
    assert.equal(refused.body().code, 'silenced')
    await answers(remove(author), 204)
  })

  test('knows no preview of another post', async ({ client }) => {
    const { id } = await make(client)
    const theirs = await PostFactory.merge({ userId: other.id }).create()
    const wrong = client.delete(`/posts/${theirs.id}/previews/${id}`).loginAs(other)
    assertProblem(await wrong, 404, 'not_found')
    assertProblem(await client.delete(`${path()}/${id}`).loginAs(other), 404, 'not_found')
    await row('post_previews', { id })
  })
})

test.group('GET /previews/{token}', (group) => {
  group.each.setup(begin)

  test('shows a draft, and then its working copy', async ({ client, assert }) => {
    const preview = await make(client)
    const before = await shown(client, preview)
    assert.containSubset(before, { id: post.id, title: 'One', content: 'First', status: 'draft' })
    await save(client, { title: 'Two', tags: ['Lamps'] })
    const after = await shown(client, preview)
    assert.containSubset(after, { title: 'Two', content: 'First', tags: ['lamps'] })
    assert.sameMembers(Object.keys(after), Object.keys(before))
    assertProblem(await client.get(`/posts/${post.id}`), 404, 'not_found')
  })

  test('shows what is to replace a published post, with its own comments', async ({
    client,
    assert,
  }) => {
    post = await PostFactory.merge({ userId: author.id, title: 'One' }).create()
    const comment = await CommentFactory.merge({ postId: post.id }).create()
    await save(client, { title: 'Two' })
    const preview = await make(client)
    const body = await shown(client, preview)
    const { title, comments, ...rest } = await bodyOf(client.get(`/posts/${post.id}`))
    assert.equal(title, 'One')
    assert.containSubset(body, { ...rest, title: 'Two', excerpt: body.excerpt })
    assert.deepEqual(body.comments, comments)
    assert.equal(comments[0].id, comment.id)
  })

  test('shows the revision that it is of, whatever follows', async ({ client, assert }) => {
    const first = await make(client, { revision: 1 })
    await save(client, { title: 'Copy' })
    assert.equal((await shown(client, first)).title, 'One')
    await edit(client, { title: 'Two' })
    assert.equal((await shown(client, first)).title, 'One')
    const second = await make(client, { revision: 2 })
    assert.equal((await shown(client, second)).title, 'Two')
    await db.from('post_revisions').delete()
    assertProblem(await show(client, first), 404, 'not_found')
  })

  test('has html, members by name, and an entity tag', async ({ client, assert }) => {
    const preview = await make(client)
    await save(client, { content: '# Lamps', content_format: 'markdown' })
    const { html, content } = await shown(client, preview, '?include=html')
    assert.deepEqual([html, content], ['<h1 id="h-lamps">Lamps</h1>', '# Lamps'])
    const only = await shown(client, preview, '?fields=html')
    assert.deepEqual(only, { html })
    assert.isEmpty(await db.from('post_html'))
    assert.deepEqual(await shown(client, preview, '?fields=title,author.username'), {
      title: 'One',
      author: { username: author.username },
    })
    const tag = (await show(client, preview)).header('etag')!
    await answers(show(client, preview).header('If-None-Match', tag), 304)
    await save(client, { title: 'Two' })
    await answers(show(client, preview).header('If-None-Match', tag), 200)
  })

  test('is kept by no cache and no search engine', async ({ client, assert }) => {
    const preview = await make(client)
    for (const response of [await show(client, preview), await client.get('/previews/none')]) {
      assert.equal(response.header('cache-control'), 'no-store')
      assert.equal(response.header('x-robots-tag'), 'noindex')
      assert.equal(response.header('referrer-policy'), 'no-referrer')
    }
  })

  test('takes one query by an index', async ({ client, assert }) => {
    const preview = await make(client)
    const queries = await queriesOf(() => answers(show(client, preview), 200))
    assert.lengthOf(queries, 1)
    const plan = await db.transaction(async (transaction) => {
      await transaction.rawQuery('set local enable_seqscan = off')
      return transaction.rawQuery(`explain select from post_previews where digest = 'x'`)
    })
    assert.include(JSON.stringify(plan.rows), 'post_previews_digest_unique')
  })

  const endings: Record<string, (client: ApiClient, made: any) => PromiseLike<unknown>> = {
    'it has expired': () => db.from('post_previews').update({ expires_at: new Date() }),
    'it was deleted': (client, { id }) =>
      answers(client.delete(`${path()}/${id}`).loginAs(author), 204),
    'its post is in the trash': (client) =>
      answers(client.delete(`/posts/${post.id}`).loginAs(author), 204),
    'its post was deleted': (client) =>
      answers(client.delete(`/posts/${post.id}?purge=true`).loginAs(author), 204),
    'its post was removed': async (client) => {
      const [moderator] = await people('moderator')
      return answers(act(client, moderator, 'post.remove', { on: post }), 201)
    },
    'its maker may edit the post no more': () =>
      db.from('users').where('id', editor.id).update({ role: 'member' }),
    'its maker may see no drafts any more': async () => {
      const fixer = { rank: 1, permissions: ['posts.edit_any'] }
      await Role.firstOrCreate({ name: 'fixer' }, fixer)
      return db.from('users').where('id', editor.id).update({ role: 'fixer' })
    },
    'its author has a higher rank than its maker': () =>
      db.from('users').where('id', author.id).update({ role: 'admin' }),
    'its maker is suspended': async (client) => {
      const [admin] = await people('admin')
      return answers(act(client, admin, 'user.suspend', { on: editor }), 201)
    },
    'its author’s account was erased': (client) =>
      answers(client.delete('/users/me').loginAs(author).json({ password }), 204),
  }

  test('is 404 once {ending}, as for an unknown token')
    .with(Object.keys(endings).map((ending) => ({ ending })))
    .run(async ({ client, assert }, { ending }) => {
      const preview = await make(client, {}, editor)
      await answers(show(client, preview), 200)
      await endings[ending](client, preview)
      const bytes = async (token: string) => {
        const response = await show(client, { token })
        assertProblem(response, 404, 'not_found')
        const { instance, ...document } = response.body()
        return document
      }
      assert.deepEqual(await bytes(preview.token), await bytes('x'.repeat(32)))
      await runJobs()
      assert.deepEqual(await bytes(preview.token), await bytes('x'.repeat(32)))
    })

  test('stays ended when its post leaves the trash', async ({ client }) => {
    const preview = await make(client)
    await answers(client.delete(`/posts/${post.id}`).loginAs(author), 204)
    await edit(client, { deleted: false })
    assertProblem(await show(client, preview), 404, 'not_found')
  })
})

test.group('A preview', (group) => {
  group.each.setup(begin)

  test('ends with the account that made it', async ({ client, assert }) => {
    const made = await make(client, {}, editor)
    await make(client)
    await answers(client.delete('/users/me').loginAs(editor).json({ password }), 204)
    assertProblem(await show(client, made), 404, 'not_found')
    await runJobs()
    const left = await db.from('post_previews')
    assert.deepEqual(
      left.map(({ creator_id: creator }) => creator),
      [author.id]
    )
  })

  test('that has expired is deleted by a job', async ({ client, assert }) => {
    const [expired, live] = [await make(client), await make(client)]
    await db.from('post_previews').where('id', expired.id).update({ expires_at: new Date() })
    assert.equal(await prunePreviews(), 1)
    assert.equal((await row('post_previews', {})).id, live.id)
  })
})

test.group('A preview of a post with pictures', (group) => {
  group.each.setup(begin)

  test('has addresses that open those that the post uses, and no others, for a while', async ({
    client,
    assert,
  }) => {
    const upload = async (user: User, width: number) => {
      const { id } = await uploaded(client, user, await plainPicture(width, 40).png().toBuffer())
      await runJobs()
      return bodyOf(client.get(`/media/${id}`).loginAs(user))
    }
    const [mine, cover, theirs] = [
      await upload(author, 40),
      await upload(author, 50),
      await upload(other, 60),
    ]
    const content = `![Mine](${mine.url}) and ![theirs](${theirs.url})`
    await save(client, { content, content_format: 'markdown', cover_id: cover.id })
    const preview = await make(client)
    const answer = await shown(client, preview, '?include=html,cover')
    const opens = async (address: string) => {
      const { pathname, search } = new URL(address)
      return (await client.get(`${pathname}${search}`)).status()
    }
    const [first, second] = answer.html.match(/(?<=src=")[^"]+/g)
    assert.match(first, /\?key=/)
    assert.include(answer.content, `![Mine](${first})`)
    assert.equal(second, theirs.url)
    assert.equal(await opens(first), 200)
    assert.equal(await opens(answer.cover.url), 200)
    for (const { url } of answer.cover.variants) assert.equal(await opens(url), 200)
    for (const address of [
      mine.url,
      theirs.url,
      first.replace(/.$/, (digit: string) => (digit === '0' ? '1' : '0')),
      first.replace(new URL(mine.url).pathname, new URL(theirs.url).pathname),
      `${mine.url}?key=${keyOfFile(nameOf(mine.url), Date.now() - 3 * 3_600_000)}`,
    ]) {
      assert.equal(await opens(address), 404, address)
    }
    assert.notInclude(
      JSON.stringify(await bodyOf(client.get(`/media/${mine.id}`).loginAs(author))),
      'key='
    )
  })
})

const nameOf = (address: string) => new URL(address).pathname.split('/').at(-1)!

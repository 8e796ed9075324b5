import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'

/** Titles with a length but without a visible character. */
const invisible = [
  '\u200b\u200b\u200b',
  '\u3164\u3164\u3164',
  '\u{e0061}\u0301\u00ad',
  '\u2800\u2800\u2800',
]

/** Every write with a text: its request, with the text in its place. */
const writes = [
  {
    name: 'title',
    method: 'POST',
    path: '/posts',
    body: (text: string) => ({ title: text, content: 'x' }),
  },
  {
    name: 'content',
    method: 'POST',
    path: '/posts',
    body: (text: string) => ({ title: 'x', content: text }),
  },
  {
    name: 'title',
    method: 'PATCH',
    path: '/posts/{post}',
    body: (text: string) => ({ title: text }),
  },
  {
    name: 'content',
    method: 'POST',
    path: '/comments',
    body: (text: string, post: number) => ({ post_id: post, content: text }),
  },
  {
    name: 'content',
    method: 'PATCH',
    path: '/comments/{comment}',
    body: (text: string) => ({ content: text }),
  },
  {
    name: 'display_name',
    method: 'PATCH',
    path: '/users/me',
    body: (text: string) => ({ display_name: text }),
  },
  { name: 'bio', method: 'PATCH', path: '/users/me', body: (text: string) => ({ bio: text }) },
  {
    name: 'display_name',
    method: 'POST',
    path: '/users',
    body: (text: string) => ({
      email: 'ada@example.org',
      password: 'correct horse battery',
      display_name: text,
    }),
  },
  {
    name: 'details',
    method: 'POST',
    path: '/reports',
    body: (text: string, post: number) => ({
      target_type: 'post',
      target_id: post,
      reason: 'spam',
      details: text,
    }),
  },
  {
    name: 'reason',
    method: 'POST',
    path: '/admin/actions',
    body: (text: string, post: number) => ({ action: 'post.lock', target_id: post, reason: text }),
  },
]

test.group('A text with only invisible characters', (group) => {
  group.each.setup(emptyDatabase)

  test('is refused as {name} of {method} {path}, and nothing is written')
    .with(writes)
    .run(async ({ client, assert }, { name, method, path, body }) => {
      const admin = await UserFactory.merge({ role: 'admin' }).create()
      const post = await PostFactory.merge({ userId: admin.id }).create()
      const comment = await CommentFactory.merge({ postId: post.id, userId: admin.id }).create()
      const at = path.replace('{post}', String(post.id)).replace('{comment}', String(comment.id))
      const before = await everything()

      for (const text of invisible) {
        const response = await client.request(at, method).loginAs(admin).json(body(text, post.id))
        assertProblem(response, 422, 'validation_failed', [`/${name}`])
        assert.equal(response.body().errors[0].rule, 'visible')
      }
      assert.deepEqual(await everything(), before)
    })
})

test.group('A text', (group) => {
  group.each.setup(emptyDatabase)

  test('is stored as NFC, however it was typed', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const { id } = (
      await client
        .post('/posts')
        .loginAs(author)
        .json({ title: 'Cafe\u0301', content: 'A\u030angstro\u0308m' })
    ).body()
    await client
      .patch('/users/me')
      .loginAs(author)
      .json({ display_name: 'Zoe\u0308', bio: 'e\u0301' })

    assert.containSubset(await row('posts', { id }), {
      title: 'Caf\u00e9',
      content: '\u00c5ngstr\u00f6m',
    })
    assert.containSubset(await row('users', { id: author.id }), {
      display_name: 'Zo\u00eb',
      bio: '\u00e9',
    })
  })

  test('is counted in its stored form', async ({ client }) => {
    const author = await UserFactory.create()
    const title = (length: number) =>
      client
        .post('/posts')
        .loginAs(author)
        .json({ title: 'e\u0301'.repeat(length), content: 'x' })
    const fits = await title(200)
    fits.assertStatus(201)
    assertProblem(await title(201), 422, 'validation_failed', ['/title'])
  })

  test('keeps the joiners inside it', async ({ client, assert }) => {
    const author = await UserFactory.create()
    for (const title of ['👨‍👩‍👧', 'نمی‌دانم', 'ශ්‍රී', 'co\u00adop']) {
      const response = await client.post('/posts').loginAs(author).json({ title, content: title })
      response.assertStatus(201)
      assert.equal(response.body().title, title.normalize('NFC'))
    }
  })
})

/** All rows that these writes could have changed. */
const everything = () =>
  Promise.all([
    db.from('users').select('id', 'display_name', 'bio').orderBy('id'),
    db.from('posts').select('id', 'title', 'content', 'locked').orderBy('id'),
    db.from('comments').select('id', 'content').orderBy('id'),
    db.from('reports').select('id'),
  ])

import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'

const text = { title: 'A title', content: 'Some content' }

/** Invalid content of a post, as changes of a valid JSON body. */
const refused = [
  { name: 'a title of null', change: { title: null }, pointers: ['/title'] },
  { name: 'an empty title', change: { title: '' }, pointers: ['/title'] },
  { name: 'a title of blanks', change: { title: ' \t\n ' }, pointers: ['/title'] },
  { name: 'a title of 201 letters', change: { title: 'x'.repeat(201) }, pointers: ['/title'] },
  { name: 'a title of 201 emoji', change: { title: '🌻'.repeat(201) }, pointers: ['/title'] },
  { name: 'a NUL in the title', change: { title: 'a\u0000b' }, pointers: ['/title'] },
  { name: 'half a surrogate pair', change: { title: 'a\uD83Cb' }, pointers: ['/title'] },
  { name: 'a title that turns the line', change: { title: 'a\u202Eb' }, pointers: ['/title'] },
  { name: 'a title in an open isolate', change: { title: 'a\u2066b' }, pointers: ['/title'] },
  { name: 'a title on two lines', change: { title: 'a\nb' }, pointers: ['/title'] },
  { name: 'a title that is a number', change: { title: 42 }, pointers: ['/title'] },
  { name: 'a title that is a list', change: { title: ['a'] }, pointers: ['/title'] },
  { name: 'a title that is an object', change: { title: { a: 1 } }, pointers: ['/title'] },
  { name: 'a content of null', change: { content: null }, pointers: ['/content'] },
  { name: 'an empty content', change: { content: '' }, pointers: ['/content'] },
  { name: 'a NUL in the content', change: { content: 'a\u0000b' }, pointers: ['/content'] },
  { name: 'half a pair in it', change: { content: 'a\uDF3Bb' }, pointers: ['/content'] },
  { name: 'a content too long', change: { content: 'x'.repeat(50_001) }, pointers: ['/content'] },
  { name: 'published: null', change: { published: null }, pointers: ['/published'] },
  { name: 'published: "true"', change: { published: 'true' }, pointers: ['/published'] },
  { name: 'published: 1', change: { published: 1 }, pointers: ['/published'] },
  {
    name: 'all of it at once',
    change: { title: '', content: 7, published: 'no' },
    pointers: ['/title', '/content', '/published'],
  },
]

const accepted = [
  { name: '200 emoji in the title', change: { title: '🌻'.repeat(200) } },
  { name: 'a title from right to left', change: { title: 'שלום עולם' } },
  { name: 'a family of joined emoji', change: { title: '👩‍👩‍👧‍👦' } },
  { name: 'lines and tabs in the content', change: { content: 'a\n\n\tb\r\nc' } },
  { name: 'marks of direction in the content', change: { content: 'a\u202Eb\u202C' } },
  { name: '50 000 letters', change: { content: 'x'.repeat(50_000) } },
  { name: '50 000 emoji', change: { content: '🌻'.repeat(50_000) } },
]

test.group('POST /posts', (group) => {
  group.each.setup(emptyDatabase)

  test('refuses {name}')
    .with(refused)
    .run(async ({ client, assert }, { change, pointers }) => {
      const response = await client
        .post('/posts')
        .loginAs(await UserFactory.create())
        .json({ ...text, ...change })

      assertProblem(response, 422, 'validation_failed', pointers)
      assert.isEmpty(await db.from('posts'))
    })

  test('reports all missing fields at once', async ({ client }) => {
    const response = await client
      .post('/posts')
      .loginAs(await UserFactory.create())
      .json({})
    assertProblem(response, 422, 'validation_failed', ['/title', '/content'])
  })

  test('accepts {name}')
    .with(accepted)
    .run(async ({ client, assert }, { change }) => {
      const response = await client
        .post('/posts')
        .loginAs(await UserFactory.create())
        .json({ ...text, ...change })

      response.assertStatus(201)
      assert.containSubset(await row('posts', { id: response.body().id }), { ...text, ...change })
    })

  test('trims the text', async ({ client, assert }) => {
    const response = await client
      .post('/posts')
      .loginAs(await UserFactory.create())
      .json({ title: '  A title ', content: '\n Some content\n' })
    assert.containSubset(await row('posts', { id: response.body().id }), text)
  })
})

test.group('PUT and PATCH /posts/{id}', (group) => {
  group.each.setup(emptyDatabase)

  test('refuse {name}, and save nothing of the request')
    .with(refused)
    .run(async ({ client, assert }, { change, pointers }) => {
      const author = await UserFactory.create()
      const post = await PostFactory.merge({ userId: author.id, ...text }).create()

      for (const method of ['PUT', 'PATCH']) {
        const response = await client
          .request(`/posts/${post.id}`, method)
          .loginAs(author)
          .json({ title: 'New', content: 'New', ...change })
        assertProblem(response, 422, 'validation_failed', pointers)
      }
      assert.containSubset(await row('posts', { id: post.id }), { ...text, published: true })
    })
})

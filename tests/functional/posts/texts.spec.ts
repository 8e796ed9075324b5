import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'

interface Case {
  name: string
  value: unknown
  pointer?: string
}

const text = { title: 'On squares', content: 'A square belongs to those who meet on it.' }

test.group('The texts of a post', (group) => {
  group.each.setup(emptyDatabase)

  test('have defaults, and are answered alone and in lists', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const post = await bodyOf(client.post('/posts').loginAs(author).json(text))
    const expected = {
      type: 'post',
      slug: 'on-squares',
      content_format: 'plain',
      excerpt: text.content,
      language: 'en',
      canonical_url: null,
      seo: null,
      comments_open: true,
      pinned: null,
    }
    assert.containSubset(post, { ...expected, translations: [] })
    const [listed] = await bodyOf(client.get('/posts'))
    assert.containSubset(listed, expected)
    assert.notProperty(listed, 'translations')
    assert.notProperty(listed, 'html')
  })

  test('are in the language of the site, unless a post names another one', async ({
    client,
    assert,
    cleanup,
  }) => {
    cleanup(setting('search.language', 'de'))
    const author = await UserFactory.create()
    const write = (fields: object) => bodyOf(client.post('/posts').loginAs(author).json(fields))
    assert.equal((await write(text)).language, 'de')
    assert.equal((await write({ ...text, language: 'nl' })).language, 'nl')
  })

  test('are written, in their canonical spelling, and taken back', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const given = {
      language: 'PT-br',
      canonical_url: 'HTTPS://Example.org/On squares',
      seo: { title: 'Squares' },
      excerpt: 'In short.',
      content_format: 'markdown',
      comments_open: false,
    }
    const post = await bodyOf(
      client
        .post('/posts')
        .loginAs(author)
        .json({ ...text, ...given })
    )
    const seo = { title: 'Squares', description: null }
    const canonical = { language: 'pt-BR', canonical_url: 'https://example.org/On%20squares', seo }
    assert.containSubset(post, { ...given, ...canonical })

    const back = { canonical_url: null, seo: null, excerpt: null, comments_open: true }
    const after = await bodyOf(client.patch(`/posts/${post.id}`).loginAs(author).json(back))
    assert.containSubset(after, { ...back, excerpt: text.content })
    const same = await client.put(`/posts/${post.id}`).loginAs(author).json(after)
    same.assertStatus(200)
  })

  test('can’t have {name} {value}')
    .with([
      { name: 'language', value: 'english please' },
      { name: 'language', value: 'e' },
      { name: 'language', value: null },
      { name: 'canonical_url', value: 'javascript:alert(1)' },
      { name: 'canonical_url', value: '/on-squares' },
      { name: 'canonical_url', value: 'https://me:secret@example.org' },
      { name: 'seo', value: { title: 3 }, pointer: '/seo/title' },
      { name: 'seo', value: { description: 'x'.repeat(501) }, pointer: '/seo/description' },
      { name: 'seo', value: 'Squares' },
      { name: 'seo', value: { titel: 'Squares' }, pointer: '/seo/titel' },
      { name: 'type', value: 'page' },
      { name: 'content_format', value: 'html' },
      { name: 'excerpt', value: 'x'.repeat(301) },
      { name: 'comments_open', value: 'no' },
      { name: 'pinned', value: true },
    ])
    .run(async ({ client }, { name, value, pointer = `/${name}` }: Case) => {
      const author = await UserFactory.create()
      const { id } = await PostFactory.merge({ userId: author.id }).create()
      const change = { [name]: value }
      const writes = [
        client.post('/posts').json({ ...text, ...change }),
        client.patch(`/posts/${id}`).json(change),
      ]
      for (const write of writes) {
        assertProblem(await write.loginAs(author), 422, 'validation_failed', [pointer])
      }
    })

  test('have an excerpt of {what}')
    .with([
      { what: 'one line', content: ' Two\n\n lines ', format: 'plain', excerpt: 'Two lines' },
      {
        what: 'at most 300 characters, at a word’s end',
        content: 'word '.repeat(200),
        format: 'plain',
        excerpt: `${'word '.repeat(60).trim()}…`,
      },
      {
        what: 'one long word',
        content: 'x'.repeat(400),
        format: 'plain',
        excerpt: `${'x'.repeat(299)}…`,
      },
      {
        what: 'emoji',
        content: '🌻'.repeat(400),
        format: 'plain',
        excerpt: `${'🌻'.repeat(299)}…`,
      },
      {
        what: 'Markdown without its marks',
        content:
          '# Squares\n\nA *square* [belongs](https://example.org) to `those`:\n\n- one\n- two\n\n![A lamp](a.png)\n\n> and *all*',
        format: 'markdown',
        excerpt: 'Squares A square belongs to those: one two and all',
      },
    ])
    .run(async ({ client, assert }, { content, format, excerpt }) => {
      const author = await UserFactory.create()
      const post = await bodyOf(
        client
          .post('/posts')
          .loginAs(author)
          .json({ ...text, content, content_format: format })
      )
      assert.equal(post.excerpt, excerpt)
    })

  test('have an excerpt that follows the content, unless it was given', async ({
    client,
    assert,
  }) => {
    const author = await UserFactory.create()
    const { id } = await bodyOf(client.post('/posts').loginAs(author).json(text))
    const change = async (changes: object) =>
      (await bodyOf(client.patch(`/posts/${id}`).loginAs(author).json(changes))).excerpt
    assert.equal(await change({ content: 'Other *words*.' }), 'Other *words*.')
    assert.equal(await change({ content_format: 'markdown' }), 'Other words.')
    assert.equal(await change({ excerpt: 'Mine.' }), 'Mine.')
    assert.equal(await change({ content: 'Further words.' }), 'Mine.')
    assert.equal(await change({ excerpt: null }), 'Further words.')
  })

  test('close a post to comments, and not to votes', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const post = await PostFactory.merge({ userId: author.id }).create()
    const own = { post_id: post.id }
    const comment = () =>
      client
        .post('/comments')
        .loginAs(author)
        .json({ ...own, content: 'A' })
    const { id: parent } = await bodyOf(comment())
    await client.patch(`/posts/${post.id}`).loginAs(author).json({ comments_open: false })

    assertProblem(await comment(), 403, 'comments_closed')
    const reply = { ...own, content: 'A', parent_id: parent }
    assertProblem(
      await client.post('/comments').loginAs(author).json(reply),
      403,
      'comments_closed'
    )
    const both = await Promise.all([comment(), comment(), comment()])
    for (const answer of both) assertProblem(answer, 403, 'comments_closed')
    assert.equal((await row('posts', { id: post.id })).comments_count, 1)

    const vote = await client
      .post('/votes')
      .loginAs(author)
      .json({ ...own, vote_dir: 1 })
    vote.assertStatus(200)
    await post.refresh().then((fresh) => fresh.lock())
    assertProblem(await comment(), 403, 'post_locked')
  })

  test('are found by the word forms of their language', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const write = (more: object) =>
      bodyOf(
        client
          .post('/posts')
          .loginAs(author)
          .json({ ...text, ...more })
      )
    const found = async (search: string) =>
      (await bodyOf(client.get('/posts').qs({ search }))).map(({ id }: { id: number }) => id)
    assert.isEmpty(await found('Platz'))
    const german = await write({ title: 'Von den Häusern', language: 'de' })
    const finnish = await write({ title: 'Talossa', language: 'fi-FI' })
    assert.deepEqual(await found('Haus'), [german.id])
    assert.deepEqual(await found('Häusern'), [german.id])
    assert.deepEqual(await found('talo'), [finnish.id])
    assert.deepEqual(await found('squares -talossa -häusern'), [])

    await client.patch(`/posts/${finnish.id}`).loginAs(author).json({ language: 'en' })
    assert.deepEqual(await found('talossa'), [finnish.id])
  })
})

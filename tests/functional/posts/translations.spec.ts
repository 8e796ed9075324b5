import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

const text = { title: 'On squares', content: 'A square belongs to those who meet on it.' }

test.group('The translations of a post', (group) => {
  group.each.setup(emptyDatabase)

  test('are shown with each of them, whichever was named', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const write = (more: object) =>
      bodyOf(
        client
          .post('/posts')
          .loginAs(author)
          .json({ ...text, ...more })
      )
    const english = await write({})
    await client.get(`/posts/${english.id}`)
    const german = await write({ title: 'Plätze', language: 'de', translation_of: english.id })
    const french = await write({ title: 'Places', language: 'fr', translation_of: german.id })

    const shown = ({ id, language, slug }: any) => ({ id, language, slug })
    assert.deepEqual(german.translations, [shown(english)])
    assert.deepEqual(french.translations, [english, german].map(shown))
    for (const [post, others] of [
      [english, [german, french]],
      [german, [english, french]],
      [french, [english, german]],
    ]) {
      const { translations } = await bodyOf(client.get(`/posts/${post.id}`))
      assert.deepEqual(translations, others.map(shown))
    }
    const listed = await bodyOf(client.get('/posts?include=translations'))
    assert.deepEqual(listed[0].translations, [english, german].map(shown))
  })

  test('are published one by one; a reader sees those that are', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const english = await PostFactory.merge({ userId: author.id }).create()
    const draft = { ...text, language: 'de', translation_of: english.id, published: false }
    const { id } = await bodyOf(client.post('/posts').loginAs(author).json(draft))
    const languages = async () =>
      (await bodyOf(client.get(`/posts/${english.id}`))).translations.map(
        ({ language }: { language: string }) => language
      )
    assert.isEmpty(await languages())
    const own = await bodyOf(client.get(`/posts/${english.id}`).loginAs(author))
    assert.deepEqual(own.translations, [{ id, language: 'de', slug: 'on-squares' }])
    const [other] = await people('member')
    assert.isEmpty((await bodyOf(client.get(`/posts/${english.id}`).loginAs(other))).translations)
    const change = (changes: object) => client.patch(`/posts/${id}`).loginAs(author).json(changes)
    await change({ published: true })
    assert.deepEqual(await languages(), ['de'])
    await change({ language: 'nl' })
    assert.deepEqual(await languages(), ['nl'])
    await change({ published: false })
    assert.isEmpty(await languages())
    await change({ published: true, translation_of: null })
    assert.isEmpty(await languages())
    await change({ translation_of: english.id })
    assert.deepEqual(await languages(), ['nl'])
    await client.delete(`/posts/${id}`).loginAs(author)
    assert.isEmpty(await languages())
  })

  test('are one for each language', async ({ client }) => {
    const author = await UserFactory.create()
    const english = await PostFactory.merge({ userId: author.id }).create()
    const german = { ...text, language: 'de', translation_of: english.id }
    const write = () => client.post('/posts').loginAs(author).json(german)
    await write()
    assertProblem(await write(), 409, 'conflict')
  })

  test('link only what the writer may edit, and nothing that they may not see', async ({
    client,
  }) => {
    const [author, other] = await UserFactory.createMany(2)
    const [editor] = await people('editor')
    const post = await PostFactory.merge({ userId: author.id }).create()
    const draft = await PostFactory.merge({ userId: author.id }).apply('draft').create()
    const named = ['/translation_of']
    const link = (user: any, id: number) =>
      client
        .post('/posts')
        .loginAs(user)
        .json({ ...text, language: 'de', translation_of: id })
    assertProblem(await link(other, post.id), 403, 'forbidden')
    assertProblem(await link(other, draft.id), 422, 'validation_failed', named)
    assertProblem(await link(other, 999_999_999), 422, 'validation_failed', named)
    const own = client.patch(`/posts/${post.id}`).loginAs(author)
    assertProblem(await own.json({ translation_of: post.id }), 422, 'validation_failed', named)
    const linked = await link(editor, post.id)
    linked.assertStatus(201)
  })
})

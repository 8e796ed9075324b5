import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import { answers, bodyOf } from '#tests/support/answers'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'

test.group('GET /instance', () => {
  test('tells what the settings say of the site', async ({ client, assert, cleanup }) => {
    cleanup(setting('site.description', 'A square for everybody in town.'))
    cleanup(setting('site.rules', ['Be kind.', 'Stay on the subject.']))
    cleanup(setting('site.contact', 'hello@example.org'))
    cleanup(setting('accounts.signup', 'closed'))
    assert.deepEqual(await bodyOf(client.get('/instance')), {
      name: 'Plaza',
      description: 'A square for everybody in town.',
      rules: ['Be kind.', 'Stay on the subject.'],
      contact: 'hello@example.org',
      languages: ['en'],
      signup: 'closed',
      verify_email: 'optional',
      terms_version: null,
      terms_url: null,
      limits: {
        title: 200,
        content: 50_000,
        comment: 10_000,
        tags: 20,
        password_min: 8,
        password_max: 128,
        body: 524_288,
        upload: 20_971_520,
        media: 1_073_741_824,
      },
    })
  })

  test('has no description, rules and contact by default', async ({ client, assert }) => {
    const { description, rules, contact } = await bodyOf(client.get('/instance'))
    assert.deepEqual(
      { description, rules, contact },
      { description: null, rules: [], contact: null }
    )
  })

  test('names limits that hold', async ({ client }) => {
    const author = await UserFactory.create()
    const { limits } = await bodyOf(client.get('/instance'))
    const create = (title: number, content: number) => {
      const fields = { title: 'x'.repeat(title), content: 'y'.repeat(content) }
      return client.post('/posts').loginAs(author).json(fields)
    }
    const post = await bodyOf(answers(create(limits.title, limits.content), 201))
    const refused = await create(limits.title + 1, limits.content + 1)
    assertProblem(refused, 422, 'validation_failed', ['/title', '/content'])
    const comment = (length: number) =>
      client
        .post('/comments')
        .loginAs(author)
        .json({ post_id: post.id, content: 'z'.repeat(length) })
    await answers(comment(limits.comment), 201)
    await answers(comment(limits.comment + 1), 422)
  })
})

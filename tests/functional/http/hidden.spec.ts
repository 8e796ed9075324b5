import type { ApiClient, ApiRequest } from '@japa/api-client'
import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type Post from '#models/post'
import type User from '#models/user'
import cache from '#cache/cache'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { queriesOf } from '#tests/support/queries'
import { act, people } from '#tests/support/staff'

const title = 'Hidden'
/** Long enough to slow a read of the row down, if it were read. */
const content = 'secret '.repeat(7000)

/** The reasons why others can't see a post. Each one hides a post that was read before. */
const ways: Record<string, (scene: { client: ApiClient; author: User }) => Promise<number>> = {
  'never was': async () => 987_654_321,
  'is a draft': async ({ author }) => {
    const draft = PostFactory.apply('draft').merge({ userId: author.id, title, content })
    return (await draft.create()).id
  },
  'was unpublished': async ({ client, author }) => {
    const { id } = await written(client, author)
    const change = client.patch(`/posts/${id}`).loginAs(author).json({ published: false })
    ;(await change).assertStatus(200)
    return id
  },
  'was deleted': async ({ client, author }) => {
    const { id } = await written(client, author)
    ;(await client.delete(`/posts/${id}?purge=true`).loginAs(author)).assertStatus(204)
    return id
  },
  'is in the trash': async ({ client, author }) => {
    const { id } = await written(client, author)
    ;(await client.delete(`/posts/${id}`).loginAs(author)).assertStatus(204)
    return id
  },
  'was removed by staff': async ({ client, author }) => {
    const post = await written(client, author)
    const [moderator] = await people('moderator')
    ;(await act(client, moderator, 'post.remove', { on: post })).assertStatus(201)
    return post.id
  },
}

/** A post with a comment that all viewers have read twice. */
async function written(client: ApiClient, author: User): Promise<Post> {
  const post = await PostFactory.merge({ userId: author.id, title, content }).create()
  await CommentFactory.merge({ postId: post.id, userId: author.id }).create()
  for (let time = 0; time < 2; time++) (await client.get(`/posts/${post.id}`)).assertStatus(200)
  return post
}

/** Every request that names a post. */
const asked: Record<string, (client: ApiClient, id: number) => ApiRequest> = {
  'GET': (client, id) => client.get(`/posts/${id}`),
  'GET, with a tag': (client, id) => client.get(`/posts/${id}`).header('if-none-match', '*'),
  'GET its comments': (client, id) => client.get(`/posts/${id}/comments`),
  'PATCH': (client, id) => client.patch(`/posts/${id}`).json({ title: 'Mine' }),
  'PUT': (client, id) => client.put(`/posts/${id}`).json({ title: 'Mine' }),
  'DELETE': (client, id) => client.delete(`/posts/${id}`),
  'PATCH its working copy': (client, id) =>
    client.patch(`/posts/${id}/draft`).json({ title: 'Mine' }),
  'PUT its editor': (client, id) => client.put(`/posts/${id}/draft/editor`).json({}),
  'PUT its review': (client, id) => client.put(`/posts/${id}/review`).json({ state: 'requested' }),
  'a preview': (client, id) => client.post(`/posts/${id}/previews`).json({}),
  'an upvote': (client, id) => client.post('/votes').json({ post_id: id, vote_dir: 1 }),
  'no vote any more': (client, id) => client.post('/votes').json({ post_id: id, vote_dir: 0 }),
  'a comment': (client, id) => client.post('/comments').json({ post_id: id, content: 'Hm' }),
  'a comment, once': (client, id) =>
    client
      .post('/comments')
      .header('idempotency-key', `${id}-${Math.random()}`)
      .json({ post_id: id, content: 'Hm' }),
  'a reply': (client, id) =>
    client.post('/comments').json({ post_id: id, parent_id: 1, content: 'Hm' }),
  'a report': (client, id) =>
    client.post('/reports').json({ target_type: 'post', target_id: id, reason: 'spam' }),
}

/** Queries that every target may need: the account, and the read-only state. */
const isAboutTarget = (sql: string) => !/"sessions"|"read_only"/.test(sql)

const unnumbered = (sql: string) => sql.replace(/trx\d+/, 'trx')

const reads = Object.keys(asked).filter((name) => name.startsWith('GET'))

test.group('Hidden content', (group) => {
  group.setup(async () => {
    await cache.open()
    await eventually(() => cache.isReady)
  })
  group.each.setup(emptyDatabase)

  /** The answer to a request and its queries, with empty caches and once more. */
  async function outcomeOf(send: () => ApiRequest) {
    const seen = []
    for (let time = 0; time < 2; time++) {
      let answer: [number, unknown] | undefined
      const queries = await queriesOf(async () => {
        const response = await send()
        const { instance, ...document } = response.body()
        answer = [response.status(), document]
      })
      seen.push({ answer, queries: queries.filter(isAboutTarget).map(unnumbered) })
    }
    return seen
  }

  for (const [name, request] of Object.entries(asked)) {
    test(`${name}: a missing, a hidden and a deleted post take the same queries`, async ({
      client,
      assert,
    }) => {
      const [author, other] = await UserFactory.createMany(2)
      const viewers = reads.includes(name) ? [null, other] : [other]
      for (const viewer of viewers) {
        const outcomes = []
        for (const make of Object.values(ways)) {
          const id = await make({ client, author })
          const send = () => {
            const made = request(client, id)
            return viewer ? made.loginAs(viewer) : made
          }
          // The login of the viewer does not count.
          await send()
          outcomes.push(await outcomeOf(send))
        }
        const [missing, ...others] = outcomes
        assert.equal(missing[0].answer![0], 404)
        for (const outcome of others) assert.deepEqual(outcome, missing)
      }
    })
  }

  test('a comment on a hidden post takes the same queries as a missing one', async ({
    client,
    assert,
  }) => {
    const [author, other] = await UserFactory.createMany(2)
    const requests: ((id: number) => ApiRequest)[] = [
      (id) => client.get(`/comments/${id}`),
      (id) => client.patch(`/comments/${id}`).json({ content: 'Mine' }),
      (id) => client.delete(`/comments/${id}`),
      (id) =>
        client.post('/reports').json({ target_type: 'comment', target_id: id, reason: 'spam' }),
    ]
    for (const request of requests) {
      const post = await written(client, author)
      const comment = await CommentFactory.merge({ postId: post.id, userId: author.id }).create()
      await client.patch(`/posts/${post.id}`).loginAs(author).json({ published: false })
      const of = (id: number) => outcomeOf(() => request(id).loginAs(other))
      assert.deepEqual(await of(comment.id), await of(987_654_321))
    }
  })

  test('Plaza does not read the text from PostgreSQL for a user who may not see it', async ({
    client,
    assert,
  }) => {
    const [author, other] = await UserFactory.createMany(2)
    const id = await ways['is a draft']({ client, author })
    const queries = await queriesOf(() => client.get(`/posts/${id}`).loginAs(other))
    const texts = queries.filter((sql) => /content/.test(sql))
    for (const sql of texts) assert.match(sql, /posts\.visible/)
  })

  test("a stranger's request holds no lock on it", async ({ client, assert }) => {
    const [author, other] = await UserFactory.createMany(2)
    const id = await ways['is a draft']({ client, author })
    const queries = await queriesOf(() =>
      client.post('/votes').loginAs(other).json({ post_id: id, vote_dir: 1 })
    )
    for (const sql of queries.filter((each) => /for no key update/.test(each))) {
      assert.match(sql, /visible[^]*for no key update/)
    }
  })
})

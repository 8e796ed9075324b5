import router from '@adonisjs/core/services/router'
import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient, ApiRequest } from '@japa/api-client'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import AlreadyDoneException from '#exceptions/already_done_exception'
import IdempotencyMiddleware from '#middleware/idempotency_middleware'
import type Post from '#models/post'
import { ownedResources } from '#queries/own/owned_resources'
import User from '#models/user'
import { tokenOf } from '#tests/support/accounts'
import { answers } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { exampleOf } from '#tests/support/own_resources'
import { runJobs } from '#tests/support/jobs'
import { assertProblem } from '#tests/support/problems'
import { makeWebhook } from '#tests/support/webhooks'

/** Words that no table may contain after their row was deleted. */
const secret = 'quokka'
const key = 'late-0001'

interface Scene {
  client: ApiClient
  author: User
  /** An access token of the author, from before the erasure. */
  token: string
  admin: User
  /** The id of a bot. */
  robot: number
  webhook: number
  post: Post
}

interface Creation {
  /** The route, by its name. */
  name: string
  create(scene: Scene): ApiRequest
  /** Its answer has a secret, so that no row has the answer. */
  holdsSecret?: true
  /** Deletes the answer's rows. */
  ends: { by: string; end(scene: Scene, made: any): PromiseLike<unknown> }[]
}

const erasure = {
  by: 'the erasure of who asked',
  end: ({ client, author }: Scene) =>
    answers(client.delete('/users/me').loginAs(author).json({ password }), 204),
}

const erasureByStaff = (id: (scene: Scene, made: any) => number) => ({
  by: 'an erasure by staff',
  end: (scene: Scene, made: any) => {
    const action = { action: 'user.erase', target_id: id(scene, made), reason: 'They asked for it' }
    return answers(scene.client.post('/admin/actions').loginAs(scene.admin).json(action), 201)
  },
})

const deletion = (path: string) => ({
  by: 'its deletion',
  end: ({ client, author }: Scene, made: any) =>
    answers(client.delete(`${path}/${made.id}`).loginAs(author), 204),
})

const deletionOfPost = {
  by: 'the deletion of its post',
  end: ({ client, admin, post }: Scene) =>
    answers(client.delete(`/posts/${post.id}?purge=true`).loginAs(admin), 204),
}

const creations: Creation[] = [
  {
    name: 'users.store',
    create: ({ client }) =>
      client.post('/users').json({ email: `${secret}@example.org`, username: secret, password }),
    ends: [
      {
        by: 'an erasure',
        end: async ({ client }, made) =>
          answers(
            client
              .delete('/users/me')
              .loginAs(await User.findOrFail(made.id))
              .json({ password }),
            204
          ),
      },
      erasureByStaff((_, made) => made.id),
    ],
  },
  {
    name: 'posts.store',
    create: ({ client, token }) =>
      client.post('/posts').bearerToken(token).json({ title: secret, content: secret }),
    ends: [deletion('/posts'), erasure, erasureByStaff(({ author }) => author.id)],
  },
  {
    name: 'posts.drafts.store',
    create: ({ client, admin, post }) =>
      client.post(`/posts/${post.id}/draft`).loginAs(admin).json({ revision: 1 }),
    ends: [deletionOfPost],
  },
  {
    name: 'posts.previews.store',
    holdsSecret: true,
    create: ({ client, admin, post }) =>
      client.post(`/posts/${post.id}/previews`).loginAs(admin).json({ revision: 1 }),
    ends: [deletionOfPost],
  },
  {
    name: 'comments.store',
    create: ({ client, token, post }) =>
      client.post('/comments').bearerToken(token).json({ post_id: post.id, content: secret }),
    ends: [deletion('/comments'), deletionOfPost, erasure],
  },
  {
    name: 'reports.store',
    create: ({ client, token, post }) =>
      client
        .post('/reports')
        .bearerToken(token)
        .json({ target_type: 'post', target_id: post.id, reason: 'spam', details: secret }),
    ends: [erasure],
  },
  {
    name: 'personal_tokens.store',
    holdsSecret: true,
    create: ({ client, token }) =>
      client
        .post('/tokens')
        .bearerToken(token)
        .json({ name: secret, scopes: ['read'] }),
    ends: [deletion('/tokens'), erasure],
  },
  {
    name: 'invites.store',
    holdsSecret: true,
    create: ({ client, admin }) => client.post('/invites').loginAs(admin).json({ max_uses: 3 }),
    ends: [
      {
        by: 'its deletion',
        end: ({ client, admin }, made) =>
          answers(client.delete(`/invites/${made.id}`).loginAs(admin), 204),
      },
    ],
  },
  {
    name: 'admin.users.tokens.store',
    holdsSecret: true,
    create: ({ client, admin, robot }) =>
      client
        .post(`/admin/users/${robot}/tokens`)
        .loginAs(admin)
        .json({ name: secret, scopes: ['read'] }),
    ends: [
      {
        by: 'its deletion',
        end: ({ client, admin, robot }, made) =>
          answers(client.delete(`/admin/users/${robot}/tokens/${made.id}`).loginAs(admin), 204),
      },
      erasureByStaff(({ robot }) => robot),
    ],
  },
  {
    name: 'admin.actions.store',
    create: ({ client, author, admin }) =>
      client
        .post('/admin/actions')
        .loginAs(admin)
        .json({ action: 'user.warn', target_id: author.id, reason: secret }),
    ends: [erasure],
  },
  {
    name: 'admin.users.notes.store',
    create: ({ client, author, admin }) =>
      client.post(`/admin/users/${author.id}/notes`).loginAs(admin).json({ text: secret }),
    ends: [
      {
        by: 'its deletion',
        end: ({ client, author, admin }, made) =>
          answers(client.delete(`/admin/users/${author.id}/notes/${made.id}`).loginAs(admin), 204),
      },
      erasure,
    ],
  },
  {
    name: 'admin.reasons.store',
    create: ({ client, admin }) =>
      client.post('/admin/reasons').loginAs(admin).json({ title: 'Rude', text: secret }),
    ends: [
      {
        by: 'its deletion',
        end: ({ client, admin }, made) =>
          answers(client.delete(`/admin/reasons/${made.id}`).loginAs(admin), 204),
      },
    ],
  },
  {
    name: 'admin.webhooks.store',
    holdsSecret: true,
    create: ({ client, admin }) =>
      client
        .post('/admin/webhooks')
        .loginAs(admin)
        .json({ url: `https://1.1.1.1/${secret}`, types: ['post.published'] }),
    ends: [
      {
        by: 'its deletion',
        end: ({ client, admin }, made) =>
          answers(client.delete(`/admin/webhooks/${made.id}`).loginAs(admin), 204),
      },
    ],
  },
  {
    name: 'admin.webhooks.secrets.store',
    holdsSecret: true,
    create: ({ client, admin, webhook }) =>
      client.post(`/admin/webhooks/${webhook}/secrets`).loginAs(admin),
    ends: [
      {
        by: 'the deletion of its webhook',
        end: ({ client, admin, webhook }) =>
          answers(client.delete(`/admin/webhooks/${webhook}`).loginAs(admin), 204),
      },
    ],
  },
  {
    name: 'admin.views.store',
    create: ({ client, admin }) =>
      client.post('/admin/views').loginAs(admin).json({ name: secret, list: 'posts' }),
    ends: [
      {
        by: 'its deletion',
        end: ({ client, admin }, made) =>
          answers(client.delete(`/admin/views/${made.id}`).loginAs(admin), 204),
      },
    ],
  },
  {
    name: 'admin.users.store',
    create: ({ client, admin }) =>
      client
        .post('/admin/users')
        .loginAs(admin)
        .json({ email: `${secret}@example.org`, username: secret, password }),
    ends: [erasureByStaff((_, made) => made.id)],
  },
  {
    name: 'admin.roles.store',
    create: ({ client, admin }) =>
      client.post('/admin/roles').loginAs(admin).json({ name: secret, rank: 0, permissions: [] }),
    ends: [
      {
        by: 'its deletion',
        end: ({ client, admin }) =>
          answers(client.delete(`/admin/roles/${secret}`).loginAs(admin), 204),
      },
    ],
  },
  {
    name: 'collections.store',
    create: ({ client, admin }) =>
      client.post('/collections').loginAs(admin).json({ title: secret }),
    ends: [
      {
        by: 'its deletion',
        end: ({ client, admin }) =>
          answers(client.delete(`/collections/${secret}`).loginAs(admin), 204),
      },
    ],
  },
  {
    name: 'tags.store',
    create: ({ client, admin }) => client.post('/tags').loginAs(admin).json({ name: secret }),
    ends: [
      {
        by: 'its deletion',
        end: ({ client, admin }) => answers(client.delete(`/tags/${secret}`).loginAs(admin), 204),
      },
    ],
  },
]

const creationsOfOwn = ownedResources.map((resource): Creation => {
  const { table, written } = resource
  const path = `/${table}`
  return {
    name: `${table}.store`,
    create({ client, token, post }) {
      const fields = exampleOf(resource, { posts: post.id })
      for (const [name, { kind }] of Object.entries(written)) {
        if (kind === 'text') fields[name] = secret
      }
      return client.post(path).bearerToken(token).json(fields)
    },
    ends: [deletion(path), erasure],
  }
})

const cases = [...creations, ...creationsOfOwn].flatMap(({ ends, ...creation }) =>
  ends.map(({ by, end }) => ({ ...creation, by, end }))
)

async function sceneOf(client: ApiClient): Promise<Scene> {
  const author = await UserFactory.create()
  const admin = await UserFactory.merge({ role: 'admin' }).create()
  const post = await PostFactory.merge({ canonicalUrl: `https://${secret}.example/` }).create()
  const token = await tokenOf(author)
  const [robot] = await db.table('users').insert({ username: 'robot', bot: true }).returning('id')
  const { id: webhook } = await makeWebhook('https://1.1.1.1/')
  return { client, author, token, admin, robot: robot.id, webhook, post }
}

test.group('A stored answer', (group) => {
  group.each.setup(emptyDatabase)

  test('is tested here for every route that accepts an Idempotency-Key', ({ assert }) => {
    const routes = Object.values(router.toJSON()).flat()
    const idempotent = routes.filter(({ middleware }) =>
      [...middleware.all()].some((one) => 'name' in one && one.name === 'idempotency')
    )
    assert.sameMembers(
      idempotent.map(({ name }) => name!),
      [...creations, ...creationsOfOwn].map(({ name }) => name)
    )
  })

  test('of {name} is deleted by {by}, and a late repetition creates nothing')
    .with(cases)
    .run(async ({ client, assert }, { name, holdsSecret, create, end }) => {
      const scene = await sceneOf(client)
      const send = () => create(scene).header('Idempotency-Key', key)
      const made = await answers(send(), 201)
      const [{ fingerprint }] = await db.from('idempotency_keys').where({ key })
      if (!holdsSecret) {
        assert.include(JSON.stringify(await row('idempotency_keys', { key })), secret)
      }

      await end(scene, made.body())

      const stored = await row('idempotency_keys', { key })
      assert.include(stored, { fingerprint, body: null, headers: null })
      assert.notInclude(JSON.stringify(stored), secret)
      const before = await rowCounts()
      const late = await send()
      const isSignedOut = (await User.find(scene.author.id)) === null && !isOpenOrStaff(name)
      if (isSignedOut) late.assertStatus(401)
      else assertProblem(late, 410, 'gone')
      assert.deepEqual(await rowCounts(), before)
    })

  test('of another user stays, and so does one about another row', async ({ client, assert }) => {
    const scene = await sceneOf(client)
    const other = await UserFactory.create()
    const write = (author: User, name: string) =>
      client
        .post('/posts')
        .loginAs(author)
        .header('Idempotency-Key', name)
        .json({ title: name, content: name })
    const [mine, kept, theirs] = [
      await write(scene.author, 'mine'),
      await write(scene.author, 'kept'),
      await write(other, 'theirs'),
    ]
    await answers(client.delete(`/posts/${mine.body().id}`).loginAs(scene.author), 204)

    assert.deepEqual((await write(scene.author, 'kept')).body(), kept.body())
    assert.deepEqual((await write(other, 'theirs')).body(), theirs.body())
  })

  test('to a comment on a draft of an erased account is deleted with the draft', async ({
    client,
    assert,
  }) => {
    const { author, post } = await sceneOf(client)
    const writer = await User.findOrFail(post.userId!)
    await answers(
      client
        .post('/comments')
        .loginAs(author)
        .header('Idempotency-Key', key)
        .json({ post_id: post.id, content: secret }),
      201
    )
    await answers(client.patch(`/posts/${post.id}`).loginAs(writer).json({ published: false }), 200)
    await answers(client.delete('/users/me').loginAs(writer).json({ password }), 204)
    await runJobs()
    assert.isNull((await row('idempotency_keys', { key })).body)
  })

  test('of a comment with replies is deleted when it becomes a tombstone', async ({
    client,
    assert,
  }) => {
    const { author, post } = await sceneOf(client)
    const made = await client
      .post('/comments')
      .loginAs(author)
      .header('Idempotency-Key', key)
      .json({ post_id: post.id, content: secret })
    await CommentFactory.merge({ postId: post.id, parentId: made.body().id, depth: 1 }).create()
    await answers(client.delete(`/comments/${made.body().id}`).loginAs(author), 204)
    assert.isNull((await row('idempotency_keys', { key })).body)
  })

  test('is 422 for another body, even after it was deleted', async ({ client }) => {
    const scene = await sceneOf(client)
    const write = (title: string) =>
      client
        .post('/posts')
        .loginAs(scene.author)
        .header('Idempotency-Key', key)
        .json({ title, content: secret })
    const made = await write('One')
    await answers(client.delete(`/posts/${made.body().id}`).loginAs(scene.author), 204)
    assertProblem(await write('Two'), 422, 'idempotency_key_reused')
    assertProblem(await write('One'), 410, 'gone')
  })

  test('with a secret is not stored, and a repetition is 409', async ({ assert }) => {
    const middleware = new IdempotencyMiddleware()
    let runs = 0
    const ask = async () => {
      const ctx = await testUtils.createHttpContext()
      ctx.request.request.headers['idempotency-key'] = key
      await middleware.handle(ctx, async () => {
        runs++
        ctx.mentions = ['user:1']
        ctx.holdsSecret = true
        ctx.response.status(201).send({ token: secret })
      })
      return ctx.response
    }

    assert.deepEqual((await ask()).getBody(), { token: secret })
    const stored = await row('idempotency_keys', { key })
    assert.notInclude(JSON.stringify(stored), secret)
    await assert.rejects(ask, AlreadyDoneException)
    assert.equal(runs, 1)
  })

  test('that does not list its resources is a 500, and is not stored', async ({ assert }) => {
    const ctx = await testUtils.createHttpContext()
    ctx.request.request.headers['idempotency-key'] = key
    const handle = () =>
      new IdempotencyMiddleware().handle(ctx, async () => ctx.response.status(201).send('made'))
    await assert.rejects(handle, /does not name what its answer shows/)
    assert.isEmpty(await db.from('idempotency_keys'))
  })
})

/** Routes that don't use the author's token. */
const isOpenOrStaff = (name: string) => name === 'users.store' || name.startsWith('admin.')

const rowCounts = () =>
  Promise.all(
    ['users', 'posts', 'comments', 'reports', 'audit_entries'].map(async (table) => {
      const [{ count }] = await db.from(table).count('*')
      return [table, count]
    })
  )

import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { forgetWithdrawnPosts } from '#jobs/forget_withdrawn_posts'
import { runSchedules } from '#jobs/run_schedules'
import type Post from '#models/post'
import type User from '#models/user'
import { answers } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { linkOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

type Change = { id: number; withdrawn?: true; title?: string; tags?: string[] }

/** A static build that reads what changed since it last read. */
class Build {
  #next = '/posts/changes?limit=2'

  constructor(readonly client: ApiClient) {}

  /** Ids in their order; those of withdrawn posts are negative. */
  async ids(): Promise<number[]> {
    return (await this.read()).map(({ id, withdrawn }) => (withdrawn ? -id : id))
  }

  async read(): Promise<Change[]> {
    const changes: Change[] = []
    for (let next: string | undefined = this.#next; next;) {
      const response = await answers(this.client.get(next), 200)
      changes.push(...response.body())
      next = linkOf(response, 'next')
      this.#next = next ?? linkOf(response, 'monitor')!
    }
    return changes
  }
}

test.group('GET /posts/changes', (group) => {
  let author: User
  let admin: User
  let posts: Post[]
  let draft: Post

  group.each.setup(async () => {
    await emptyDatabase()
    ;[author, admin] = await people('member', 'admin')
    posts = []
    for (let index = 0; index < 5; index++) {
      posts.push(await PostFactory.merge({ userId: author.id }).create())
    }
    draft = await PostFactory.apply('draft').merge({ userId: author.id }).create()
  })

  test('tells everything at first, and then each change once', async ({ client, assert }) => {
    const build = new Build(client)
    const ids = posts.map(({ id }) => id)
    assert.deepEqual(await build.ids(), ids)
    assert.deepEqual(await build.ids(), [])

    const edit = (id: number, fields: object) =>
      answers(client.patch(`/posts/${id}`).loginAs(author).json(fields), 200)
    await edit(ids[3], { title: 'Another' })
    await edit(ids[1], { tags: ['city'] })
    await edit(ids[3], { title: 'And another' })
    await edit(draft.id, { title: 'Not yet' })
    const changes = await build.read()
    assert.deepEqual(
      changes.map(({ id }) => id),
      [ids[1], ids[3]]
    )
    assert.equal(changes[1].title, 'And another')
    assert.deepEqual(changes[0].tags, ['city'])

    await edit(draft.id, { published: true })
    assert.deepEqual(await build.ids(), [draft.id])
    const [voter] = await people('member')
    const vote = { post_id: ids[0], vote_dir: 1 }
    await answers(client.post('/votes').loginAs(voter).json(vote), 200)
    assert.deepEqual(await build.ids(), [])
  })

  test('tells withdrawn posts by their ids, and what came back', async ({ client, assert }) => {
    const build = new Build(client)
    const [unpublished, trashed, purged, removed, kept] = posts.map(({ id }) => id)
    await build.read()
    const act = (action: string) =>
      client
        .post('/admin/actions')
        .loginAs(admin)
        .json({ action, target_id: removed, reason: 'Spam' })
    await answers(client.delete(`/posts/${unpublished}/publication`).loginAs(author), 204)
    await answers(client.delete(`/posts/${trashed}`).loginAs(author), 204)
    await answers(client.delete(`/posts/${purged}?purge=true`).loginAs(author), 204)
    await answers(act('post.remove'), 201)
    const withdrawn = [unpublished, trashed, purged, removed].map((id) => -id)
    const changes = await build.read()
    assert.deepEqual(
      changes,
      withdrawn.map((id) => ({ id: -id, withdrawn: true as const }))
    )

    await answers(client.put(`/posts/${unpublished}/publication`).loginAs(author).json({}), 200)
    await answers(client.patch(`/posts/${trashed}`).loginAs(author).json({ deleted: false }), 200)
    await answers(act('post.restore'), 201)
    assert.deepEqual(await build.ids(), [unpublished, trashed, removed])
    // A new build never had what is withdrawn.
    assert.sameMembers(await new Build(client).ids(), [unpublished, trashed, removed, kept])
  })

  test('tells what a schedule publishes, changes and ends', async ({ client, assert }) => {
    const build = new Build(client)
    const [changed, ended] = posts.map(({ id }) => id)
    await build.read()
    const copy = { title: 'From the working copy' }
    await answers(client.patch(`/posts/${changed}/draft`).loginAs(author).json(copy), 200)
    assert.deepEqual(await build.ids(), [])
    const due = new Date(Date.now() - 1000)
    await db.from('posts').whereIn('id', [changed, draft.id]).update({ publish_at: due })
    await db.from('posts').where('id', ended).update({ unpublish_at: due })
    await build.read()

    assert.equal(await runSchedules(), 3)
    const changes = await build.read()
    assert.deepEqual(
      changes.map(({ id, withdrawn, title }) => (withdrawn ? -id : [id, title])),
      [-ended, [changed, copy.title], [draft.id, draft.title]]
    )
  })

  test('never tells of a post that was not public', async ({ client, assert }) => {
    const build = new Build(client)
    await build.read()
    await answers(client.patch(`/posts/${draft.id}`).loginAs(author).json({ title: 'Still' }), 200)
    await answers(client.delete(`/posts/${draft.id}`).loginAs(author), 204)
    await answers(client.delete(`/posts/${draft.id}?purge=true`).loginAs(author), 204)
    const fields = { title: 'Draft', content: 'Secret', published: false }
    await answers(client.post('/posts').loginAs(author).json(fields), 201)
    assert.deepEqual(await build.ids(), [])
    assert.notInclude(await new Build(client).ids(), draft.id)
  })

  test('misses no transaction that commits late', async ({ client, assert }) => {
    const build = new Build(client)
    await build.read()
    const [first, second, third] = posts.map(({ id }) => id)
    const late = await db.transaction()
    await late.from('posts').where('id', first).update({ title: 'Late', updated_at: new Date() })
    const quick = client.patch(`/posts/${second}`).loginAs(author).json({ title: 'Quick' })
    await answers(quick, 200)
    const early = await build.ids()
    await late.commit()
    await answers(client.patch(`/posts/${third}`).loginAs(author).json({ title: 'Third' }), 200)
    const rest = await build.ids()
    assert.sameMembers([...early, ...rest], [first, second, third])
    assert.include(rest, first)
  })

  test('tells the posts of an erased author', async ({ client, assert }) => {
    const build = new Build(client)
    await build.read()
    await db.from('posts').where('user_id', author.id).update({ user_id: null })
    assert.sameMembers(await build.ids(), posts.map(({ id }) => id)) // prettier-ignore
  })

  test('tells a change beside many writers once, and nothing is lost', async ({
    client,
    assert,
  }) => {
    const build = new Build(client)
    const told: number[] = await build.ids()
    const writers = await UserFactory.createMany(4)
    let isDone = false
    const writing = Promise.all(
      writers.map(async ({ id }, nth) => {
        const made: number[] = []
        for (let index = 0; index < 10; index++) {
          await db.transaction(async (trx) => {
            const post = await PostFactory.merge({ userId: id }).client(trx).create()
            made.push(post.id)
            await trx.rawQuery('select pg_sleep(?)', [nth / 200])
          })
        }
        return made
      })
    ).finally(() => (isDone = true))
    while (!isDone) told.push(...(await build.ids()))
    const made = (await writing).flat()
    told.push(...(await build.ids()))
    assert.lengthOf(told, new Set(told).size)
    assert.sameMembers(told, [...posts.map(({ id }) => id), ...made])
  })

  test('a cursor from before what is forgotten is 410', async ({ client, assert }) => {
    const first = await answers(client.get('/posts/changes?limit=100'), 200)
    const old = linkOf(first, 'monitor')!
    await answers(client.delete(`/posts/${posts[0].id}`).loginAs(author), 204)
    await db
      .from('post_changes')
      .whereNotNull('withdrawn_at')
      .update({ withdrawn_at: '2026-01-01' })
    const told = await answers(client.get(old), 200)
    assert.equal(await forgetWithdrawnPosts(), 1)

    assertProblem(await client.get(old), 410, 'gone')
    const next = linkOf(told, 'monitor')!
    assert.deepEqual((await answers(client.get(next), 200)).body(), [])
    assert.lengthOf(await new Build(client).ids(), 4)
  })

  test('a restored database begins a new feed', async ({ client, assert }) => {
    const first = await answers(client.get('/posts/changes?limit=100'), 200)
    await db.from('post_changes').update({ xid: '9999999999' })
    await forgetWithdrawnPosts()
    assertProblem(await client.get(linkOf(first, 'monitor')!), 410, 'gone')
    assert.sameMembers(await new Build(client).ids(), posts.map(({ id }) => id)) // prettier-ignore
  })

  test('takes fields and include, and refuses what it does not know', async ({
    client,
    assert,
  }) => {
    const asked = '/posts/changes?limit=1&fields=slug&include=html'
    const response = await answers(client.get(asked), 200)
    assert.deepEqual(Object.keys(response.body()[0]), ['slug', 'html'])
    assert.include(linkOf(response, 'next'), 'fields=slug')
    for (const name of ['cursor', 'skip', 'sort', 'tag']) {
      assertProblem(await client.get(`/posts/changes?${name}=a`), 422, 'validation_failed', [
        `/query/${name}`,
      ])
    }
    const { body } = await client
      .get('/posts?limit=1')
      .then((one) => ({ body: linkOf(one, 'next')! }))
    const foreign = new URL(body, 'http://plaza').searchParams.get('cursor')!
    assertProblem(
      await client.get('/posts/changes').qs({ after: foreign }),
      422,
      'validation_failed',
      ['/query/after']
    )
  })
})

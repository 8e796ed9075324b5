import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import Role from '#models/role'
import User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { queriesOf } from '#tests/support/queries'
import { people } from '#tests/support/staff'

const INCLUDE = 'include=revisions_count'

const edit = (client: ApiClient, id: number, user: User, title: string) =>
  answers(client.patch(`/posts/${id}`).loginAs(user).json({ title }), 200)

const save = (client: ApiClient, id: number, user: User, title: string) =>
  answers(client.patch(`/posts/${id}/draft`).loginAs(user).json({ title }), 200)

async function fixer() {
  await Role.firstOrCreate({ name: 'fixer' }, { rank: 1, permissions: ['posts.edit_any'] })
  const { id } = await UserFactory.merge({ role: 'fixer' }).create()
  return User.withRole().where('id', id).firstOrFail()
}

test.group('include=revisions_count', (group) => {
  group.each.setup(emptyDatabase)

  test('counts what the list of revisions shows, for the author and editors alone', async ({
    client,
    assert,
  }) => {
    const [author, editor, other] = await people('member', 'editor', 'member')
    const { id } = await PostFactory.merge({ userId: author.id }).create()
    const plain = await PostFactory.merge({ userId: author.id }).create()
    await edit(client, id, author, 'Two')
    await edit(client, id, editor, 'Three')
    await save(client, id, author, 'Copy')
    await save(client, id, editor, 'Copy of the editor')
    const listed = await bodyOf(client.get(`/posts/${id}/revisions`).loginAs(author))
    assert.lengthOf(listed, 4)

    const seen = async (path: string, user?: User) => {
      const request = client.get(path)
      const body = await bodyOf(user ? request.loginAs(user) : request)
      const counts = [body].flat().map((post) => [post.id, post.revisions_count])
      return Object.fromEntries(counts)
    }
    const both = { [id]: 4, [plain.id]: 1 }
    for (const user of [author, editor, await fixer()]) {
      assert.deepEqual(await seen(`/posts/${id}?${INCLUDE}`, user), { [id]: 4 })
      assert.deepEqual(await seen(`/posts?${INCLUDE}`, user), both)
      assert.deepEqual(await seen(`/users/${author.id}/posts?${INCLUDE}`, user), both)
    }
    assert.deepEqual(await seen(`/admin/posts/${id}?${INCLUDE}`, editor), { [id]: 4 })
    assert.deepEqual(await seen(`/admin/posts?${INCLUDE}`, editor), both)
    const none = { [id]: null, [plain.id]: null }
    assert.deepEqual(await seen(`/posts?${INCLUDE}`, other), none)
    assert.deepEqual(await seen(`/posts/${id}?${INCLUDE}`, other), { [id]: null })
    for (const path of [`/posts?${INCLUDE}`, `/posts/${id}?${INCLUDE}`]) {
      assert.notInclude((await client.get(path)).text(), 'revisions_count')
    }
  })

  test('is not there by itself, and can be asked for alone', async ({ client, assert }) => {
    const [author, editor] = await people('member', 'editor')
    const { id } = await PostFactory.merge({ userId: author.id }).create()
    for (const path of ['/posts', `/posts/${id}`, '/admin/posts', `/admin/posts/${id}`]) {
      const [plain] = [await bodyOf(client.get(path).loginAs(editor))].flat()
      assert.notProperty(plain, 'revisions_count')
      const asked = client.get(`${path}?fields=revisions_count`).loginAs(editor)
      assert.deepEqual([await bodyOf(asked)].flat(), [{ revisions_count: 1 }])
    }
    const sorted = client.get('/posts?sort=revisions_count').loginAs(editor)
    assertProblem(await sorted, 422, 'validation_failed', ['/query/sort'])
  })

  test('takes one query for a page', async ({ client, assert }) => {
    const [author] = await people('member')
    await PostFactory.merge({ userId: author.id }).createMany(20)
    const read = (query: string) =>
      queriesOf(() => answers(client.get(`/posts?limit=20${query}`).loginAs(author), 200))
    const plain = await read('')
    const counted = await read(`&${INCLUDE}`)
    const asking = counted.filter((sql) => sql.includes('post_revisions'))
    assert.lengthOf(asking, 1)
    assert.isAtMost(counted.length, plain.length + 2)
  })
})

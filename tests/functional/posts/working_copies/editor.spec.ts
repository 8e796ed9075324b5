import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import type Post from '#models/post'
import type User from '#models/user'
import { answers, bodyOf, tagOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

let [author, editor, other]: User[] = []
let post: Post

const path = () => `/posts/${post.id}/draft/editor`
const show = (client: ApiClient) => client.get(path()).loginAs(author)
const open = (client: ApiClient, user: User, fields: object = {}) =>
  client.put(path()).loginAs(user).json(fields)
const close = (client: ApiClient, user: User) => client.delete(path()).loginAs(user)
const age = (seconds: number) =>
  db.rawQuery(
    `update post_editors set seen_at = seen_at - ? * interval '1 s', since = since - ? * interval '1 s'`,
    [seconds, seconds]
  )

test.group('/posts/{id}/draft/editor', (group) => {
  group.each.setup(async () => {
    await emptyDatabase()
    ;[author, editor, other] = await people('member', 'editor', 'member')
    post = await PostFactory.merge({ userId: author.id }).create()
  })

  test('tells who has the working copy open, and since when', async ({ client, assert }) => {
    assertProblem(await show(client), 404, 'not_found')
    const { user, since } = await bodyOf(open(client, author))
    assert.equal(user.id, author.id)
    await age(60)
    const again = await bodyOf(open(client, author))
    assert.isBelow(Date.parse(again.since), Date.parse(since))
    assert.deepEqual(await bodyOf(show(client)), again)
  })

  test('is one user’s at a time; another one may take over', async ({ client, assert }) => {
    await answers(open(client, author), 200)
    const refused = await open(client, editor)
    assertProblem(refused, 409, 'being_edited')
    assert.equal(refused.body().editor.id, author.id)
    assert.equal((await bodyOf(open(client, editor, { take_over: true }))).user.id, editor.id)
    assertProblem(await open(client, author), 409, 'being_edited')
  })

  test('ends five minutes after the last call', async ({ client, assert }) => {
    await answers(open(client, author), 200)
    await age(301)
    assertProblem(await show(client), 404, 'not_found')
    assert.equal((await bodyOf(open(client, editor))).user.id, editor.id)
  })

  test('is freed by the user who has it', async ({ client }) => {
    await answers(open(client, editor), 200)
    assertProblem(await close(client, author), 409, 'being_edited')
    await answers(close(client, editor), 204)
    await answers(close(client, editor), 204)
    await answers(open(client, author), 200)
  })

  test('of two users at once is one’s', async ({ client, assert }) => {
    const opened = await Promise.all([author, editor].map((user) => open(client, user)))
    assert.sameMembers(
      opened.map((response) => response.status()),
      [200, 409]
    )
  })

  test('touches neither the copy nor its tag, and forbids no save', async ({ client, assert }) => {
    const draft = () => client.get(`/posts/${post.id}/draft`).loginAs(author)
    const tag = await tagOf(draft())
    await answers(open(client, editor), 200)
    assert.equal(await tagOf(draft()), tag)
    const save = client.patch(`/posts/${post.id}/draft`).loginAs(author).json({ title: 'Two' })
    await answers(save.header('if-match', tag), 200)
  })

  test('is for those who may edit the post', async ({ client }) => {
    const [moderator] = await people('moderator')
    assertProblem(await open(client, other), 404, 'not_found')
    assertProblem(await open(client, moderator), 403, 'forbidden')
    await answers(open(client, author), 200)
    await answers(client.get(path()).loginAs(moderator), 200)
    assertProblem(await client.get(path()).loginAs(other), 404, 'not_found')
    await answers(client.delete(`/posts/${post.id}`).loginAs(author), 204)
    assertProblem(await open(client, author), 409, 'conflict')
  })

  test('of an erased account is free', async ({ client, assert }) => {
    const me = await UserFactory.apply('admin').create()
    await people('admin')
    await answers(open(client, me), 200)
    await answers(client.delete('/users/me').loginAs(me).json({ password }), 204)
    assertProblem(await show(client), 404, 'not_found')
    await answers(open(client, author), 200)
    assert.equal((await row('post_editors', { post_id: post.id })).user_id, author.id)
  })
})

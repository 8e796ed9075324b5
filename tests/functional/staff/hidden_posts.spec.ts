import type { Assert } from '@japa/assert'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { answers, bodyOf } from '#tests/support/answers'
import { assertCounted } from '#tests/support/counts'
import { emptyDatabase, row } from '#tests/support/database'
import { idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { act, people } from '#tests/support/staff'

/** A post with a comment and a vote, and all lists that contain them. */
async function discussed(client: ApiClient, assert: Assert) {
  const [moderator, author, reader] = await people('moderator', 'member', 'member')
  const title = 'Lanterns at dusk'
  const post = await PostFactory.merge({ userId: author.id, title }).create()
  const comment = await CommentFactory.merge({ postId: post.id, userId: reader.id }).create()
  await client.post('/votes').loginAs(reader).json({ post_id: post.id, vote_dir: 1 })
  const lists = [
    ...['new', 'old', 'top', 'hot'].map((sort) => `/posts?sort=${sort}`),
    '/posts?search=lantern',
    `/posts?author=${author.id}`,
    `/users/${author.id}/posts`,
    `/users/${reader.id}/comments`,
  ]
  const listed = () => Promise.all(lists.map(async (list) => idsOf(await client.get(list))))
  const counts = async () => {
    await assertCounted(assert)
    const { posts_count: posts } = await row('users', { id: author.id })
    const { comments_count: comments } = await row('users', { id: reader.id })
    return { posts, comments }
  }
  return { moderator, author, reader, post, comment, listed, counts }
}

test.group('A post that staff removed or locked', (group) => {
  group.each.setup(emptyDatabase)

  test('a removed post disappears at once from every list, search and count, and comes back complete', async ({
    client,
    assert,
  }) => {
    const { moderator, post, comment, listed, counts } = await discussed(client, assert)
    const [before, wasCounted] = [await listed(), await counts()]
    assert.deepEqual(before, [...Array(7).fill([post.id]), [comment.id]])
    assert.deepEqual(wasCounted, { posts: 1, comments: 1 })
    await answers(client.get(`/posts/${post.id}`), 200)

    await answers(act(client, moderator, 'post.remove', { on: post }), 201)
    assert.deepEqual(await listed(), Array(8).fill([]))
    assert.deepEqual(await counts(), { posts: 0, comments: 0 })
    assertProblem(await client.get(`/posts/${post.id}`), 404, 'not_found')
    const shown = await bodyOf(client.get(`/admin/posts/${post.id}`).loginAs(moderator))
    assert.containSubset(shown, { status: 'removed', title: post.title, votes_count: 1 })

    await answers(act(client, moderator, 'post.restore', { on: post }), 201)
    assert.deepEqual(await listed(), before)
    assert.deepEqual(await counts(), wasCounted)
    const { comments, votes_count: votes } = await bodyOf(client.get(`/posts/${post.id}`))
    assert.equal(votes, 1)
    assert.equal(comments[0].content, comment.content)
  })

  test('a removed post is 404 for its author and others: {method} {path}')
    .with([
      { method: 'GET', path: '/posts/{post}' },
      { method: 'GET', path: '/posts/{post}/comments' },
      { method: 'GET', path: '/comments/{comment}' },
      { method: 'PUT', path: '/posts/{post}', body: { title: 'Back again' } },
      { method: 'PATCH', path: '/posts/{post}', body: { published: true } },
      { method: 'DELETE', path: '/posts/{post}' },
      { method: 'POST', path: '/votes', body: { vote_dir: 0 } },
      { method: 'POST', path: '/comments', body: { content: 'Where is it?' } },
      { method: 'POST', path: '/reports', body: { target_type: 'post', reason: 'other' } },
      { method: 'PATCH', path: '/comments/{comment}', body: { content: 'Where is it?' } },
      { method: 'DELETE', path: '/comments/{comment}' },
    ])
    .run(async ({ client }, { method, path, body }) => {
      const [author, stranger] = await people('member', 'member')
      const post = await PostFactory.merge({ userId: author.id }).create()
      const mine = { postId: post.id, userId: author.id }
      const comment = await CommentFactory.merge(mine).create()
      await post.remove()

      const address = path.replace('{post}', `${post.id}`).replace('{comment}', `${comment.id}`)
      const target = path === '/reports' ? { target_id: post.id } : { post_id: post.id }
      const whole = body && (method === 'POST' ? { ...target, ...body } : body)
      for (const someone of [author, stranger]) {
        const request = client.request(address, method).loginAs(someone)
        assertProblem(await (whole ? request.json(whole) : request), 404, 'not_found')
      }
    })

  test('a locked post shows its state, and refuses comments and votes until it is unlocked', async ({
    client,
    assert,
  }) => {
    const { moderator, author, reader, post, comment } = await discussed(client, assert)
    const shown = () => bodyOf(client.get(`/posts/${post.id}`))
    const inList = async () => (await bodyOf(client.get('/posts')))[0]
    assert.isFalse((await shown()).locked || (await inList()).locked)
    const writes = async () => {
      const write = (path: string, body: object) =>
        client
          .post(path)
          .loginAs(reader)
          .json({ post_id: post.id, ...body })
      return [
        await write('/votes', { vote_dir: -1 }),
        await write('/votes', { vote_dir: 0 }),
        await write('/comments', { content: 'One more thing' }),
        await write('/comments', { content: 'One more thing', parent_id: comment.id }),
      ]
    }

    await answers(act(client, moderator, 'post.lock', { on: post }), 201)
    assert.isTrue((await shown()).locked && (await inList()).locked)
    for (const response of await writes()) assertProblem(response, 403, 'post_locked')
    assert.containSubset(await shown(), { votes_count: 1, comments_count: 1 })
    await answers(
      client.patch(`/posts/${post.id}`).loginAs(author).json({ title: 'The last word' }),
      200
    )

    await answers(act(client, moderator, 'post.unlock', { on: post }), 201)
    assert.isFalse((await shown()).locked || (await inList()).locked)
    assert.deepEqual(
      (await writes()).map((response) => response.status()),
      [200, 200, 201, 201]
    )
  })
})

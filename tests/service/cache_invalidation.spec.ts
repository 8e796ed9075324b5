import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import type Comment from '#models/comment'
import type Post from '#models/post'
import type User from '#models/user'
import { answers, tagOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'

interface Scene {
  client: ApiClient
  author: User
  post: Post
  comment: Comment
}

/** All that a reader without a token sees, as one text. */
async function seen(client: ApiClient, path: string) {
  const response = await client.get(path)
  return response.status() === 200 ? response.text() : String(response.status())
}

const writes: { write: string; run: (scene: Scene) => PromiseLike<unknown>; shows: RegExp }[] = [
  {
    write: 'an edit',
    run: ({ client, author, post }) =>
      client.patch(`/posts/${post.id}`).loginAs(author).json({ title: 'Edited' }),
    shows: /"title":"Edited"/,
  },
  {
    write: 'a replacement',
    run: ({ client, author, post }) =>
      client.put(`/posts/${post.id}`).loginAs(author).json({ content: 'Replaced' }),
    shows: /"content":"Replaced"/,
  },
  {
    write: 'a deletion',
    run: ({ client, author, post }) => client.delete(`/posts/${post.id}`).loginAs(author),
    shows: /^404$/,
  },
  {
    write: 'taking it back into a draft',
    run: ({ client, author, post }) =>
      client.patch(`/posts/${post.id}`).loginAs(author).json({ published: false }),
    shows: /^404$/,
  },
  {
    write: 'an upvote',
    run: ({ client, author, post }) =>
      client.post('/votes').loginAs(author).json({ post_id: post.id, vote_dir: 1 }),
    shows: /"votes_count":1,"upvotes":1,"downvotes":0/,
  },
  {
    write: 'a comment',
    run: ({ client, author, post }) =>
      client.post('/comments').loginAs(author).json({ post_id: post.id, content: 'Well said' }),
    shows: /"comments_count":2.*"Well said"/,
  },
  {
    write: 'the edit of a comment',
    run: ({ client, author, comment }) =>
      client.patch(`/comments/${comment.id}`).loginAs(author).json({ content: 'Unsaid' }),
    shows: /"content":"Unsaid"/,
  },
  {
    write: 'the deletion of a comment',
    run: ({ client, author, comment }) => client.delete(`/comments/${comment.id}`).loginAs(author),
    shows: /"comments_count":0.*"comments":\[\]/,
  },
  {
    write: 'a new name of the author',
    run: ({ client, author }) =>
      client.patch('/users/me').loginAs(author).json({ display_name: 'Countess' }),
    shows: /"author":\{[^}]*"Countess"\}.*"author":\{[^}]*"Countess"\}/,
  },
  {
    write: 'the erasure of the author',
    run: ({ client, author }) => client.delete('/users/me').loginAs(author).json({ password }),
    shows: /"user_id":null,"author":null.*"user_id":null,"author":null/,
  },
]

test.group('After a write', (group) => {
  group.each.setup(emptyDatabase)

  async function scene(client: ApiClient): Promise<Scene> {
    const author = await UserFactory.create()
    const post = await PostFactory.merge({ userId: author.id }).create()
    const about = { userId: author.id, postId: post.id }
    return { client, author, post, comment: await CommentFactory.merge(about).create() }
  }

  test('{write} is visible in the post at once')
    .with(writes)
    .run(async ({ client, assert }, { run, shows }) => {
      const parts = await scene(client)
      const path = `/posts/${parts.post.id}`
      assert.notMatch(await seen(client, path), shows)
      assert.notMatch(await seen(client, path), shows)

      await run(parts)
      assert.match(await seen(client, path), shows)
    })

  test('the tag changes, and the old tag gets the new text', async ({ client, assert }) => {
    const { post, author } = await scene(client)
    const first = await tagOf(client.get(`/posts/${post.id}`))
    const reread = () => client.get(`/posts/${post.id}`).header('if-none-match', first)
    await answers(reread(), 304)

    await client.post('/votes').loginAs(author).json({ post_id: post.id, vote_dir: 1 })
    const after = await reread()
    after.assertStatus(200)
    assert.notEqual(after.header('etag'), first)
  })
})

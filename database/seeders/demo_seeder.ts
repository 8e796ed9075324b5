import { BaseSeeder } from '@adonisjs/lucid/seeders'
import { DateTime } from 'luxon'
import Comment from '#models/comment'
import Post from '#models/post'
import User from '#models/user'

/** The password of every account of the demo. */
const password = 'correct horse battery'

const people = [
  { username: 'ada', role: 'admin', displayName: 'Ada', bio: 'Keeps the lights on.' },
  { username: 'moe', role: 'moderator', displayName: 'Moe', bio: 'Keeps the peace.' },
  { username: 'alice', role: 'member', displayName: 'Alice', bio: 'Gardener, reader.' },
  { username: 'bob', role: 'member', displayName: 'Bob', bio: 'Cooks for the whole street.' },
] as const

const posts = [
  {
    author: 'alice',
    title: 'Welcome to the plaza',
    content: 'A square belongs to those who meet on it. Say hello, and tell us where you are from.',
    comments: [
      { author: 'bob', content: 'Hello from the kitchen!' },
      { author: 'moe', content: 'Hello. Be kind to each other.' },
    ],
    votes: { bob: 1, moe: 1, ada: 1 },
  },
  {
    author: 'bob',
    title: 'Which bread for a long picnic?',
    content: 'It has to last from noon to sunset, and there will be children.',
    comments: [{ author: 'alice', content: 'Sourdough, and twice as much as you think.' }],
    votes: { alice: 1, moe: -1 },
  },
  {
    author: 'alice',
    title: 'Tomatoes, at last',
    content: 'Sown in March, planted out in May, and red today. Patience is the whole secret.',
    comments: [],
    votes: { bob: 1 },
  },
] as const

/** A small plaza for a first look; only ever written into an empty database. */
export default class DemoSeeder extends BaseSeeder {
  static environment = ['development']

  async run() {
    if (await User.query({ client: this.client }).first()) return

    await this.client.transaction(async (client) => {
      const users = await User.createMany(
        people.map((person) => ({ ...person, email: `${person.username}@example.org`, password })),
        { client }
      )
      const idOf = (username: string) => users.find((user) => user.username === username)!.id

      for (const { author, title, content, comments, votes } of posts) {
        const post = await Post.create(
          { userId: idOf(author), title, content, published: true, publishedAt: DateTime.now() },
          { client }
        )
        await Comment.createMany(
          comments.map((comment) => ({
            postId: post.id,
            userId: idOf(comment.author),
            content: comment.content,
            depth: 0,
          })),
          { client }
        )
        await client.table('votes').multiInsert(
          Object.entries(votes).map(([voter, value]) => ({
            post_id: post.id,
            user_id: idOf(voter),
            value,
          }))
        )
      }
    })
  }
}

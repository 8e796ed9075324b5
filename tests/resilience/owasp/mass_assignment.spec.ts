import { test } from '@japa/runner'
import { Client, type Account } from '#tests/resilience/support/client'
import { deployment, type Deployment } from '#tests/resilience/support/deployment'
import { note } from '#tests/resilience/support/findings'
import { freshName, person } from '#tests/resilience/support/people'
import { post } from '#resources/post'

/** A write of a post refuses to change its schedule: 422. */
const ofPosts = [...Object.keys(post.written), 'publish_at', 'unpublish_at', 'time_zone']

/** The members of each write. A client may set no other column of its table. */
const writes = [
  { table: 'posts', method: 'POST', taken: ofPosts },
  { table: 'posts', method: 'PUT', taken: ofPosts },
  { table: 'posts', method: 'PATCH', taken: ofPosts },
  { table: 'comments', method: 'POST', taken: ['post_id', 'content', 'parent_id'] },
  { table: 'comments', method: 'PATCH', taken: ['content'] },
  {
    table: 'users',
    method: 'POST',
    taken: ['email', 'username', 'password', 'display_name', 'language'],
  },
  {
    table: 'users',
    method: 'PATCH',
    taken: ['email', 'username', 'display_name', 'bio', 'language'],
  },
  { table: 'votes', method: 'POST', taken: ['post_id', 'vote_dir'] },
  {
    table: 'reports',
    method: 'POST',
    taken: ['target_type', 'target_id', 'reason', 'details'],
  },
]
type Write = (typeof writes)[number]

/** Columns that differ between any two rows. */
const own = [
  ...['id', 'username', 'email', 'password', 'post_id', 'search', 'hot', 'slug'],
  ...['target_id', 'subject_id', 'snapshot_id'],
]
const isTime = /_at$|_until$/

class Forms {
  constructor(
    private square: Deployment,
    private client: Client,
    private author: Account
  ) {}

  /** Every column that a write does not take, with an unlikely value. */
  async foreign({ table, taken }: Write): Promise<Record<string, unknown>> {
    const columns = await this.square.postgres.query(
      'select column_name as name, data_type as type from information_schema.columns where table_name = $1',
      [table]
    )
    const members = columns.filter(({ name }) => !taken.includes(name))
    return Object.fromEntries(members.map(({ name, type }) => [name, foreignValue(type)]))
  }

  /**
   * Writes with additional members. Unknown ones are refused, and then left out.
   *
   * @returns the row, without the columns that always differ
   */
  async rowAfter({ table, method }: Write, more: Record<string, unknown>) {
    const { path, body } = await this.#request(table, method)
    const send = (members: object) =>
      this.client.send(method, path, { body: members, token: this.author.token })
    const refusal = await send({ ...more, ...body })
    const unknown: string[] = (refusal.json.errors ?? []).map(({ pointer }: any) =>
      pointer.slice(1)
    )
    const known = Object.entries(more).filter(([name]) => !unknown.includes(name))
    const answer =
      unknown.length > 0 ? await send({ ...Object.fromEntries(known), ...body }) : refusal
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.body}`)
    const id = answer.json.id
    const where = table === 'votes' ? `post_id = ${answer.json.post_id}` : `id = ${id}`
    const [row] = await this.square.postgres.query(`select * from ${table} where ${where}`)
    return Object.fromEntries(
      Object.entries(row)
        .filter(([name]) => !own.includes(name))
        .map(([name, value]) => [name, isTime.test(name) ? age(value as Date | null) : value])
    )
  }

  async #request(table: string, method: string): Promise<{ path: string; body: object }> {
    const text = { title: 'Title', content: 'Content' }
    if (table === 'users') {
      const email = `${freshName()}@canary.example`
      if (method === 'PATCH') return { path: '/users/me', body: { bio: 'Words' } }
      return {
        path: '/users',
        body: { email, username: freshName(), password: `a secret ${email}` },
      }
    }
    if (table === 'reports') {
      // The target must be another user.
      const { json } = await this.client.post('/posts', text, await person(this.square))
      return { path: '/reports', body: { target_type: 'post', target_id: json.id, reason: 'spam' } }
    }
    const postId = await this.#create('/posts', text)
    if (table === 'posts') {
      return method === 'POST'
        ? { path: '/posts', body: text }
        : { path: `/posts/${postId}`, body: text }
    }
    if (table === 'votes') return { path: '/votes', body: { post_id: postId, vote_dir: 1 } }
    const comment = { post_id: postId, content: 'Comment' }
    if (method === 'POST') return { path: '/comments', body: comment }
    return {
      path: `/comments/${await this.#create('/comments', comment)}`,
      body: { content: 'New' },
    }
  }

  async #create(path: string, body: object): Promise<number> {
    return (await this.client.post(path, body, this.author)).json.id
  }
}

/** Times of this minute count as equal. */
const age = (time: Date | null) =>
  time && (Math.abs(Date.now() - time.getTime()) < 60_000 ? 'now' : time.toISOString())

function foreignValue(type: string) {
  if (/int|double|numeric/.test(type)) return 987_654
  if (type === 'boolean') return true
  return /timestamp/.test(type) ? '2001-01-01T00:00:00.000Z' : 'pwned'
}

test.group('API3: mass assignment', (group) => {
  let tried = 0
  group.teardown(() =>
    note({
      action: 'columns of a table in the body of a write that does not take them',
      times: tried,
      expected: 'only its own members are set (API3)',
      result: 'as expected',
    })
  )

  test('{method} to {table} sets only its own columns')
    .with(writes)
    .run(async ({ assert }, write) => {
      const square = await deployment()
      const client = new Client(square.plaza.port)
      const forms = new Forms(square, client, await person(square))
      const foreign = await forms.foreign(write)
      const [plain, assigned] = [
        await forms.rowAfter(write, {}),
        await forms.rowAfter(write, foreign),
      ]

      assert.deepEqual(assigned, plain)
      tried += Object.keys(foreign).length
    })
})

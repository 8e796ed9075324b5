import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import { Client, type Account } from '#tests/resilience/support/client'
import { Deployment } from '#tests/resilience/support/deployment'
import { note } from '#tests/resilience/support/findings'
import { times } from '#tests/resilience/support/run_options'
import { freshName, person } from '#tests/resilience/support/people'
import { eventually } from '#tests/support/eventually'

/** Kills a worker as soon as the last one is replaced, several times. @returns how many */
async function killWorkers({ plaza }: Deployment, kills: number, isOver: () => boolean) {
  let killed = 0
  while (killed < kills && !isOver()) {
    const [victim] = plaza.workers
    plaza.killWorker()
    killed++
    const isReplaced = () => plaza.workers.length === 3 && !plaza.workers.includes(victim)
    await eventually(isReplaced)
    // Waits until it serves, because a worker that dies earlier counts as one that can't start.
    await eventually(async () => (await new Client(plaza.port).get('/health/ready')).status === 200)
  }
  return killed
}

test.group('A request under an Idempotency-Key', () => {
  test('takes effect once, however often it is repeated while workers are killed', async ({
    assert,
    cleanup,
  }) => {
    const deployment = await Deployment.start({ workers: 3 })
    cleanup(() => deployment.stop())
    const client = new Client(deployment.plaza.port)
    const author = await person(deployment)
    const { json: post } = await client.post('/posts', { title: 'a', content: 'b' }, author)
    const made: { kind: string; name: string; id: number; attempts: number }[] = []

    const create = async (
      path: string,
      body: object,
      name: string,
      { token }: Partial<Account>
    ) => {
      const headers = { 'Idempotency-Key': randomUUID() }
      const answer = await client.insist('POST', path, { body, token, headers })
      assert.equal(answer.status, 201, answer.body)
      made.push({ kind: path, name, id: answer.json.id, attempts: answer.attempts })
    }
    const write = async (rounds: number) => {
      for (let round = 0; round < rounds; round++) {
        const name = freshName()
        await create('/posts', { title: name, content: name }, name, author)
        await create('/comments', { post_id: post.id, content: name }, name, author)
        if (round % 5 > 0) continue
        const account = { email: `${name}@canary.example`, password: `a secret of ${name}` }
        await create('/users', { username: name, ...account }, name, {})
      }
    }

    let isOver = false
    const writing = Promise.all(Array.from({ length: 6 }, () => write(times(150, 25)))).finally(
      () => (isOver = true)
    )
    const [killed] = await Promise.all([
      killWorkers(deployment, times(8, 3), () => isOver),
      writing,
    ])

    const stored = await deployment.postgres.query(
      `select '/posts' as kind, title as name, id::int from posts where id <> ${post.id}
       union all select '/comments', content, id::int from comments
       union all select '/users', username, id::int from users where id <> ${author.id}`
    )
    const inOrder = (rows: any[]) =>
      rows.map(({ kind, name, id }) => `${kind} ${name} ${id}`).toSorted()
    assert.deepEqual(inOrder(stored), inOrder(made))

    const repeated = made.filter(({ attempts }) => attempts > 1).length
    assert.isAbove(repeated, 0, 'no request was repeated: nothing was tried')
    note({
      action: `posts, comments and sign-ups under an Idempotency-Key, over kill -9 of ${killed} workers`,
      times: made.length,
      expected: 'each takes effect once, and its answer arrives in the end',
      result: `${repeated} were repeated; ${stored.length} rows, lost 0, twice 0`,
    })
  })
})

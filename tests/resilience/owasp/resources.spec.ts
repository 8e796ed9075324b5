import { readFileSync } from 'node:fs'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { test } from '@japa/runner'
import { Client } from '#tests/resilience/support/client'
import { deployment, type Deployment } from '#tests/resilience/support/deployment'
import { note } from '#tests/resilience/support/findings'
import { person } from '#tests/resilience/support/people'
import { send } from '#tests/support/wire'

const megabyte = 2 ** 20

/** The memory of all workers, in bytes. */
const memoryOf = ({ plaza }: Deployment) =>
  plaza.workers
    .map((pid) => /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!)
    .reduce((sum, [, kilobytes]) => sum + Number(kilobytes) * 1024, 0)

test.group('API4: decompression bombs', () => {
  test('in {encoding} are refused before they are unpacked')
    .with([
      { encoding: 'gzip', fold: gzipSync, status: 413 },
      { encoding: 'deflate', fold: deflateSync, status: 413 },
      { encoding: 'br', fold: brotliCompressSync, status: 413 },
      { encoding: 'gzip, gzip', fold: (bytes: Buffer) => gzipSync(gzipSync(bytes)), status: 415 },
    ])
    .run(async ({ assert }, { encoding, fold, status }) => {
      const square = await deployment()
      const { token } = await person(square)
      const bomb = fold(Buffer.alloc(200 * megabyte, ' '))
      const headers = {
        'Authorization': `Bearer ${token}`,
        'Content-Type': 'application/json',
        'Content-Encoding': encoding,
      }
      const before = memoryOf(square)
      const start = performance.now()
      const throws = Array.from({ length: 12 }, () =>
        send('/posts', { port: square.plaza.port, method: 'POST', headers, body: bomb })
      )
      const answers = await Promise.all(throws)
      const took = performance.now() - start
      const grown = (memoryOf(square) - before) / megabyte

      assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([status]))
      assert.isBelow(grown, 100, 'MB')
      note({
        action: `bombs of 200 MB, ${Math.ceil(bomb.length / 1024)} KB in ${encoding}, at the same time`,
        times: answers.length,
        expected: `${status}, and no memory for them (API4)`,
        result: `${status} to all in ${Math.round(took)} ms, ${Math.max(0, Math.round(grown))} MB more`,
      })
    })
})

/** Searches that broke other search engines. The longest search is 200 characters. */
const searches = [
  ...['-', '- ', '-(', '(', ')', '"', '"-', '-"', ' or ', 'a or ', '!', '&', '|', '<->', ':*', '*'],
  ...['a', 'a_', 'a-', 'a.', 'a@', 'a/', '/', 'http://', '0', '1e', '1.', '\\', '%', "'", '🌻'],
  ...['é', 'ﷺ', '\u200b', '\u0301', '\u202e', 'the ', '"the" ', '-"a b" ', 'a -b or ', '"a or '],
].map((part) => part.repeat(200).slice(0, 200).toWellFormed())

test.group('API4: searches', () => {
  test('no search takes long on thousands of posts', async ({ assert }) => {
    const square = await deployment()
    const client = new Client(square.plaza.port)
    const staff = await person(square, 'moderator')
    await square.postgres.query(
      `insert into posts (user_id, title, content, published_at)
       select ${staff.id}, 'The ' || n, repeat('the a 0 words of a post or another-one ', 40), now()
       from generate_series(1, 5000) n`
    )
    let slowest = 0
    const lists = ['/posts', '/admin/posts', '/admin/comments', '/admin/users']
    for (const search of searches) {
      for (const list of lists) {
        const start = performance.now()
        const { status, body } = await client.get(
          `${list}?limit=100&search=${encodeURIComponent(search)}`,
          staff.token
        )
        slowest = Math.max(slowest, performance.now() - start)
        assert.include([200, 422], status, `${list} ${search}: ${body.slice(0, 300)}`)
      }
    }
    note({
      action: 'hostile searches in 5,000 posts',
      times: searches.length * lists.length,
      expected: 'none takes over 1 s',
      result: `the slowest took ${Math.round(slowest)} ms`,
    })
    assert.isBelow(slowest, 1000)
  })
})

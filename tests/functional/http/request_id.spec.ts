import { test } from '@japa/runner'
import { send } from '#tests/support/wire'

const uuid7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test.group('X-Request-Id', () => {
  test('is taken from the client: {id}')
    .with([{ id: 'a' }, { id: 'A-b_c.9' }, { id: 'x'.repeat(64) }])
    .run(async ({ assert }, { id }) => {
      const found = await send('/', { headers: { 'X-Request-Id': id } })
      assert.equal(found.headers['x-request-id'], id)
      const missing = await send('/nowhere', { headers: { 'X-Request-Id': id } })
      assert.equal(missing.headers['x-request-id'], id)
      assert.equal(missing.json.instance, id)
    })

  test('is generated if the client sends {name}')
    .with([
      { name: 'none', headers: {} },
      { name: 'an empty one', headers: { 'X-Request-Id': '' } },
      { name: 'one too long', headers: { 'X-Request-Id': 'x'.repeat(65) } },
      { name: 'one with blanks', headers: { 'X-Request-Id': 'a b' } },
      { name: 'markup', headers: { 'X-Request-Id': '<script>' } },
      { name: 'one that is no ASCII', headers: { 'X-Request-Id': 'é' } },
      { name: 'two', headers: { 'X-Request-Id': ['one', 'two'] } },
    ])
    .run(async ({ assert }, { headers }) => {
      for (const path of ['/', '/nowhere', '/posts/x', '/posts/%E0%A4%A']) {
        const { headers: answered, json } = await send(path, { headers })
        assert.match(String(answered['x-request-id']), uuid7)
        if (path !== '/') assert.equal(json.instance, answered['x-request-id'])
      }
    })

  test('is different for each request, in the order of time', async ({ assert }) => {
    const ids: string[] = []
    for (let count = 0; count < 5; count++) {
      const { headers } = await send('/')
      ids.push(String(headers['x-request-id']))
    }
    assert.lengthOf(ids, new Set(ids).size)
    const times = ids.map((id) => id.slice(0, 13))
    assert.deepEqual(times, [...times].sort())
  })
})

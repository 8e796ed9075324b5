import { test } from '@japa/runner'
import { installationName } from '#security/installation'

const name = installationName('a key', 'postgres://ada:secret@db:5432/plaza')

test.group('The name of an installation', () => {
  test('is valid in Redis and PostgreSQL without quotes', ({ assert }) => {
    assert.match(name, /^[0-9a-f]{16}$/)
  })

  test('is the same for {url}')
    .with([
      { url: 'postgres://ada:other@db:5432/plaza' },
      { url: 'postgresql://127.0.0.1/plaza?sslmode=require' },
      { url: 'postgres:///plaza?host=/run/postgresql' },
    ])
    .run(({ assert }, { url }) => {
      assert.equal(installationName('a key', url), name)
    })

  test('differs for another key or database', ({ assert }) => {
    assert.notEqual(installationName('another key', 'postgres://db/plaza'), name)
    assert.notEqual(installationName('a key', 'postgres://db/staging'), name)
    assert.notEqual(installationName('a key', 'no address'), name)
  })
})

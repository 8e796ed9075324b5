import { test } from '@japa/runner'
import { parseSigningKeys } from '#security/signing_keys'

const secret = 'k'.repeat(32)

test.group('JWT_KEYS', () => {
  test('are id:secret pairs, newest first', ({ assert }) => {
    const keys = parseSigningKeys(` new-1:${secret}, old_0:${'o'.repeat(40)} `)
    assert.deepEqual(
      keys.map(({ id, secret: { length } }) => [id, length]),
      [
        ['new-1', 32],
        ['old_0', 40],
      ]
    )
  })

  test('{text} is refused, without showing the secret')
    .with([
      { text: '' },
      { text: secret },
      { text: `a:${'k'.repeat(31)}` },
      { text: `:${secret}` },
      { text: `a b:${secret}` },
      { text: `a:${secret},` },
      { text: `a:${secret},a:${'o'.repeat(32)}` },
    ])
    .run(({ assert }, { text }) => {
      assert.throws(() => parseSigningKeys(text), /^JWT_KEYS (must be|names two)/)
      try {
        parseSigningKeys(text)
      } catch (error) {
        assert.notInclude((error as Error).message, 'kkkk')
      }
    })
})

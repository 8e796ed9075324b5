import { createSecretKey, randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import { isGenuine, readRefreshToken, refreshToken } from '#security/refresh_token'
import { shown } from '#tests/support/titles'

const key = createSecretKey(randomBytes(32))
const session = { id: 42, generation: 3, secret: 'the secret of the session' }

test.group('Refresh tokens', () => {
  test('contain session and generation, and can be derived again', ({ assert }) => {
    const token = refreshToken(session, key)
    const claim = readRefreshToken(token)!

    assert.containSubset(claim, { sessionId: 42, generation: 3 })
    assert.isTrue(isGenuine(claim, session.secret, key))
    assert.equal(refreshToken({ ...session }, key), token)
    assert.notInclude(token, session.secret)
  })

  test('need {what}')
    .with([
      { what: 'the session', other: { ...session, id: 43 } },
      { what: 'the generation', other: { ...session, generation: 4 } },
      { what: 'the secret', other: { ...session, secret: 'another' } },
      { what: 'the key', other: session, otherKey: createSecretKey(randomBytes(32)) },
    ])
    .run(({ assert }, { other, otherKey }) => {
      const claim = readRefreshToken(refreshToken(session, key))!
      const forged = readRefreshToken(refreshToken(other, otherKey ?? key))!
      const pretended = { ...claim, signature: forged.signature }
      assert.isFalse(isGenuine(pretended, session.secret, key))
    })

  test('{shown} is not a refresh token')
    .with(
      shown(
        [
          '',
          '1',
          '1.1',
          `1.1.${'A'.repeat(42)}`,
          `1.1.${'A'.repeat(44)}`,
          `-1.1.${'A'.repeat(43)}`,
          `0.1.${'A'.repeat(43)}`,
          `01.1.${'A'.repeat(43)}`,
          `1e3.1.${'A'.repeat(43)}`,
          `${'9'.repeat(16)}.1.${'A'.repeat(43)}`,
          `1.1.${'A'.repeat(43)}\n`,
          `1.1.${'A'.repeat(42)}=`,
        ].map((value) => ({ value }))
      )
    )
    .run(({ assert }, { value }) => {
      assert.isNull(readRefreshToken(value))
    })
})

import { execFileSync } from 'node:child_process'
import { test } from '@japa/runner'
import { Secret } from 'otpauth'
import { digestOfRecoveryCode, newRecoveryCodes } from '#security/recovery_codes'
import { newTotpSecret, totpStep } from '#security/totp'
import { totpOf } from '#tests/support/authenticator'

/** RFC 6238, appendix B: the rows of SHA-1, in seconds and with eight digits. */
const vectors = [
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
] as const

const secretOfRfc = Secret.fromLatin1('12345678901234567890').base32

function oathtool(secret: string, at: number): string | undefined {
  try {
    const now = `@${Math.floor(at / 1000)}`
    return execFileSync('oathtool', ['--totp', '--base32', '--now', now, secret], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return undefined
  }
}

test.group('TOTP', () => {
  test('has the codes of RFC 6238 at {seconds} s')
    .with(vectors.map(([seconds, code]) => ({ seconds, code })))
    .run(({ assert }, { seconds, code }) => {
      const at = seconds * 1000
      assert.equal(totpOf(secretOfRfc, at, 8), code)
      assert.equal(totpStep(secretOfRfc, code.slice(2), at), Math.floor(seconds / 30))
    })

  test('takes the step before and after, and tells which it was', ({ assert }) => {
    const secret = newTotpSecret()
    const at = 1_800_000_000_000
    const code = totpOf(secret, at)
    const step = Math.floor(at / 30_000)
    for (const seconds of [-30, 0, 30]) {
      assert.equal(totpStep(secret, code, at + seconds * 1000), step)
    }
    for (const seconds of [-60, 60]) assert.isNull(totpStep(secret, code, at + seconds * 1000))
  })

  test('takes no code of another form', ({ assert }) => {
    const at = 1_800_000_000_000
    const secret = newTotpSecret()
    const code = totpOf(secret, at)
    const others = ['', code.slice(1), `${code}0`, `+${code.slice(1)}`, `0x${code.slice(2)}`, 'é']
    for (const other of others) assert.isNull(totpStep(secret, other, at), other)
  })

  test('has the codes of oathtool', ({ assert }) => {
    for (let time = 0; time < 20; time++) {
      const secret = newTotpSecret()
      const at = 1_700_000_000_000 + time * 987_654_321
      assert.equal(totpOf(secret, at), oathtool(secret, at))
    }
  }).skip(
    () => oathtool(secretOfRfc, 0) === undefined,
    'oathtool is not on this machine (package oathtool)'
  )

  test('makes a new secret of 160 bits each time', ({ assert }) => {
    const secrets = Array.from({ length: 50 }, newTotpSecret)
    assert.lengthOf(new Set(secrets), 50)
    for (const secret of secrets) assert.lengthOf(Secret.fromBase32(secret).bytes, 20)
  })
})

test.group('Recovery codes', () => {
  test('are ten of 125 bits, each with a digest that spelling does not change', ({ assert }) => {
    const codes = newRecoveryCodes()
    assert.lengthOf(new Set(codes), 10)
    for (const code of codes) {
      assert.match(code, /^([a-km-np-z2-9]{5}-){4}[a-km-np-z2-9]{5}$/)
      const digest = digestOfRecoveryCode(code)
      assert.equal(digestOfRecoveryCode(code.toUpperCase().replaceAll('-', ' ')), digest)
      assert.notInclude(digest, code.slice(0, 5))
    }
    assert.lengthOf(new Set(codes.map(digestOfRecoveryCode)), 10)
  })
})

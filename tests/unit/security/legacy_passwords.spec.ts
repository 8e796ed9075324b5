import { createHmac, scryptSync } from 'node:crypto'
import { test } from '@japa/runner'
import * as reference from 'argon2'
import bcrypt from 'bcrypt'
import { Argon } from '#security/argon'
import { isWrapped, wrap } from '#security/legacy/wrapped_password'

const argon = new Argon({ memoryCost: 64, timeCost: 2, parallelism: 1 })

const wrapped = (hash: string) => wrap(hash, (text) => argon.make(text))

const wordpress = async (password: string, cost = 4) => {
  const digest = createHmac('sha384', 'wp-sha384').update(password).digest('base64')
  return `$wp${(await bcrypt.hash(digest, cost)).replace('$2b$', '$2y$')}`
}

const phcScrypt = (password: string, { ln = 10, r = 8, p = 1, unit = 'ln' } = {}) => {
  const salt = Buffer.from('a salt of 16 by.')
  const bytes = scryptSync(password, salt, 32, { N: 2 ** ln, r, p, maxmem: 2 ** 30 })
  const bare = (buffer: Buffer) => buffer.toString('base64').replace(/=+$/, '')
  return `$scrypt$${unit}=${unit === 'ln' ? ln : 2 ** ln},r=${r},p=${p}$${bare(salt)}$${bare(bytes)}`
}

const cases: [name: string, password: string, hash: () => string | Promise<string>][] = [
  // The first ones are the test vectors of phpass and of crypt_blowfish.
  ['phpass', 'test12345', () => '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0'],
  ['bcrypt 2a', 'U*U', () => '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['bcrypt 2y', 'Pässword', async () => (await bcrypt.hash('Pässword', 4)).replace('$2b$', '$2y$')],
  ['WordPress 6.8', 'a long one '.repeat(9), () => wordpress('a long one '.repeat(9))],
  ['scrypt of PHC', 'secret', () => phcScrypt('secret')],
  ['scrypt of AdonisJS', 'secret', () => phcScrypt('secret', { unit: 'n' })],
  ['argon2id', 'secret', () => reference.hash('secret', { memoryCost: 1024, timeCost: 3 })],
  [
    'argon2i',
    'secret',
    () => reference.hash('secret', { type: reference.argon2i, memoryCost: 64 }),
  ],
]

test.group('Passwords of other systems', () => {
  test('are wrapped, and right as before: {$self.0}')
    .with(cases)
    .run(async ({ assert }, [, password, hashOf]) => {
      const hash = await hashOf()
      const made = (await wrapped(hash))!
      assert.isTrue(isWrapped(made))
      assert.isTrue(argon.isValidHash(made))
      assert.isTrue(argon.needsReHash(made))
      assert.isTrue(await argon.verify(made, password))
      assert.isFalse(await argon.verify(made, `${password}.`))
      assert.isFalse(await argon.verify(made, ''))
      // The digest is nowhere in what is stored.
      const digest = hash.slice(-16)
      assert.notInclude(made, digest)
      const [, , , settings] = made.split('$')
      assert.notInclude(Buffer.from(settings, 'base64url').toString(), digest)
    })

  test('are refused where a login would cost too much, or the kind is unknown: {$self}')
    .with([
      '$P$F' + 'a'.repeat(30),
      '$2b$13$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
      '$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
      '$scrypt$ln=20,r=8,p=1$c2FsdHNhbHQ$' + 'a'.repeat(43),
      '$scrypt$ln=14,r=999,p=1$c2FsdHNhbHQ$' + 'a'.repeat(43),
      '$scrypt$n=1000,r=8,p=1$c2FsdHNhbHQ$' + 'a'.repeat(43),
      '$argon2id$v=19$m=1048576,t=3,p=4$c2FsdHNhbHQ$' + 'a'.repeat(43),
      '$argon2id$v=19$m=65536,t=99,p=1$c2FsdHNhbHQ$' + 'a'.repeat(43),
      '5f4dcc3b5aa765d61d8327deb882cf99',
      'secret',
      '',
    ])
    .run(async ({ assert }, hash) => {
      assert.isNull(await wrapped(hash))
      assert.isFalse(await argon.verify(hash, 'secret'))
    })

  test('leave the event loop free', async ({ assert }) => {
    const slow = (await wrapped(`$P$E${'a'.repeat(30)}`))!
    let turns = 0
    const timer = setInterval(() => turns++, 1)
    await argon.verify(slow, 'secret')
    clearInterval(timer)
    assert.isAbove(turns, 5)
  })
})

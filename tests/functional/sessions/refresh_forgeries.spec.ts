import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { UserFactory } from '#database/factories/user_factory'
import { sessionOf, signIn, type Tokens } from '#tests/support/accounts'
import { answers } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { shown } from '#tests/support/titles'

const refresh = (client: ApiClient, token: unknown) =>
  client.post('/token/refresh').json({ refresh_token: token })

const show = (client: ApiClient, { access_token: token }: Tokens) =>
  client.get('/users/me').bearerToken(token)

/** Moves the last refresh some seconds into the past. */
const rotatedAgo = (tokens: Tokens, seconds: number) =>
  db
    .from('sessions')
    .where('id', sessionOf(tokens))
    .update({ rotated_at: db.raw('now() - make_interval(secs => ?)', [seconds]) })

test.group('POST /token/refresh, with a forged token', (group) => {
  group.each.setup(emptyDatabase)

  test('a forged token is refused and ends nothing: {forge}')
    .with([
      { forge: 'another signature', of: (s: string) => `${s}.1.${'A'.repeat(43)}` },
      { forge: 'an older generation', of: (s: string) => `${s}.0.${'A'.repeat(43)}` },
      { forge: 'a later generation', of: (s: string) => `${s}.9.${'A'.repeat(43)}` },
      { forge: 'the next generation', of: (s: string, mac: string) => `${s}.2.${mac}` },
      { forge: 'leading zeros', of: (s: string, mac: string) => `0${s}.1.${mac}` },
      { forge: 'a space', of: (s: string, mac: string) => ` ${s}.1.${mac}` },
      { forge: 'a line break', of: (s: string, mac: string) => `${s}.1.${mac}\n` },
    ])
    .run(async ({ client, assert }, { of }) => {
      const tokens = await signIn(client, await UserFactory.create())
      const [session, , mac] = tokens.refresh_token.split('.')
      await rotatedAgo(tokens, 60)

      const response = await refresh(client, of(session, mac))

      response.assertStatus(401)
      await answers(show(client, tokens), 200)
      assert.lengthOf(await db.from('sessions'), 1)
    })

  test('the token of one session is invalid for another', async ({ client }) => {
    const me = await UserFactory.create()
    const [mine, other] = [await signIn(client, me), await signIn(client, me)]
    const [, generation, mac] = mine.refresh_token.split('.')

    const response = await refresh(client, `${sessionOf(other)}.${generation}.${mac}`)
    response.assertStatus(401)
    await answers(show(client, other), 200)
  })

  test('answers {status} to {shown}')
    .with(
      shown([
        { value: undefined, status: 422 },
        { value: null, status: 422 },
        { value: 7, status: 422 },
        { value: ['1.1.x'], status: 422 },
        { value: 'x'.repeat(201), status: 422 },
        { value: '', status: 401 },
        { value: '1.1', status: 401 },
        { value: `99999999999999999999.1.${'A'.repeat(43)}`, status: 401 },
        { value: `999999999999999.999999999.${'A'.repeat(43)}`, status: 401 },
        { value: `1.1.${'A'.repeat(42)}\u00e9`, status: 401 },
      ])
    )
    .run(async ({ client }, { value, status }) => {
      const response = await refresh(client, value)
      response.assertStatus(status)
    })
})

import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { UserFactory } from '#database/factories/user_factory'
import { sessionOf, signIn, type Tokens } from '#tests/support/accounts'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'

const refresh = (client: ApiClient, token: unknown) =>
  client.post('/token/refresh').json({ refresh_token: token })

const show = (client: ApiClient, { access_token: token }: Tokens) =>
  client.get('/users/me').bearerToken(token)

/** Moves all refreshes of a session some seconds into the past. */
const letPass = (tokens: Tokens, seconds: number) =>
  db
    .from('sessions')
    .where('id', sessionOf(tokens))
    .update({
      rotations: db.raw(
        'array(select used - make_interval(secs => ?) from unnest(rotations) as used)',
        [seconds]
      ),
    })

test.group('POST /token/refresh', (group) => {
  group.each.setup(emptyDatabase)

  test('answers with a new pair for the same session', async ({ client, assert }) => {
    const first = await signIn(client, await UserFactory.create())
    const before = await row('sessions', { id: sessionOf(first) })

    const response = await refresh(client, first.refresh_token)

    response.assertStatus(200)
    response.assertHeader('cache-control', 'no-store')
    const second: Tokens = response.body()
    assert.containSubset(second, { token_type: 'bearer', expires_in: 900 })
    assert.notEqual(second.refresh_token, first.refresh_token)
    assert.notEqual(second.access_token, first.access_token)
    assert.equal(sessionOf(second), sessionOf(first))
    await answers(show(client, second), 200)
    await answers(show(client, first), 200)
    const after = await row('sessions', { id: sessionOf(first) })
    assert.isAtLeast(after.expires_at.getTime(), before.expires_at.getTime())
    assert.isAtLeast(after.last_used_at.getTime(), before.last_used_at.getTime())
    await answers(refresh(client, second.refresh_token), 200)
  })

  test('simultaneous refreshes of one token return the same refresh token', async ({
    client,
    assert,
  }) => {
    const { refresh_token: token } = await signIn(client, await UserFactory.create())
    const racing = await Promise.all(Array.from({ length: 8 }, () => refresh(client, token)))

    for (const answer of racing) {
      answer.assertStatus(200)
      await answers(show(client, answer.body()), 200)
    }
    const next = new Set(racing.map((answer) => answer.body().refresh_token))
    assert.lengthOf(next, 1)
    await answers(refresh(client, [...next][0]), 200)
  })

  test('a used token within ten seconds gets the lost answer', async ({ client, assert }) => {
    const first = await signIn(client, await UserFactory.create())
    const second = await bodyOf(refresh(client, first.refresh_token))
    await letPass(first, 9)

    const again = await refresh(client, first.refresh_token)

    again.assertStatus(200)
    assert.equal(again.body().refresh_token, second.refresh_token)
  })

  test('a used token after ten seconds ends the session and its access tokens', async ({
    client,
    assert,
  }) => {
    const me = await UserFactory.create()
    const other = await signIn(client, me)
    const first = await signIn(client, me)
    const second = await bodyOf(refresh(client, first.refresh_token))
    await answers(show(client, second), 200)
    await letPass(first, 11)

    const reused = await refresh(client, first.refresh_token)

    reused.assertStatus(401)
    reused.assertBodyContains({ code: 'invalid_token' })
    for (const tokens of [first, second]) await answers(show(client, tokens), 401)
    await answers(refresh(client, second.refresh_token), 401)
    await answers(show(client, other), 200)
    assert.deepEqual(await db.from('sessions').select('id'), [{ id: sessionOf(other) }])
  })

  test('each of many tabs gets the current pair, however many refreshed before it', async ({
    client,
    assert,
  }) => {
    const first = await signIn(client, await UserFactory.create())
    const pairs = [first]
    for (let tab = 0; tab < 6; tab++) {
      pairs.push(await bodyOf(refresh(client, pairs.at(-1)!.refresh_token)))
    }

    const late = await Promise.all(
      pairs.slice(0, -1).map(({ refresh_token: token }) => refresh(client, token))
    )
    for (const answer of late) {
      answer.assertStatus(200)
      assert.equal(answer.body().refresh_token, pairs.at(-1)!.refresh_token)
      await answers(show(client, answer.body()), 200)
    }
  })

  test('tabs that refresh at random times never end the session', async ({ client }) => {
    const held = [await signIn(client, await UserFactory.create())]
    for (let round = 0; round < 5; round++) {
      const tabs = Array.from({ length: 8 }, (_, tab) => held[(tab * 7 + round) % held.length])
      const racing = await Promise.all(
        tabs.map(({ refresh_token: token }) => refresh(client, token))
      )
      for (const answer of racing) answer.assertStatus(200)
      held.push(...racing.map((answer) => answer.body()))
    }
  })

  test('each used token has its own ten seconds: {passed} s and then {more} s')
    .with([
      { passed: 8, more: 1, older: 200 },
      { passed: 8, more: 3, older: 401 },
    ])
    .run(async ({ client }, { passed, more, older }) => {
      const first = await signIn(client, await UserFactory.create())
      const second = await bodyOf(refresh(client, first.refresh_token))
      await letPass(first, passed)
      await answers(refresh(client, second.refresh_token), 200)
      await letPass(first, more)

      await answers(refresh(client, second.refresh_token), 200)
      await answers(refresh(client, first.refresh_token), older)
      await answers(refresh(client, second.refresh_token), older)
    })

  test('stores a hundred used tokens at most', async ({ client, assert }) => {
    let tokens = await signIn(client, await UserFactory.create())
    const first = tokens
    for (let time = 0; time < 101; time++) {
      tokens = await bodyOf(refresh(client, tokens.refresh_token))
    }
    assert.lengthOf((await row('sessions', { id: sessionOf(first) })).rotations, 100)
    await answers(refresh(client, first.refresh_token), 401)
    assert.isEmpty(await db.from('sessions'))
  })

  test('an expired session is not refreshed', async ({ client }) => {
    const tokens = await signIn(client, await UserFactory.create())
    await db
      .from('sessions')
      .where('id', sessionOf(tokens))
      .update({ expires_at: db.raw('now()') })

    await answers(refresh(client, tokens.refresh_token), 401)
  })

  test('a session ends a year after the sign-in, however often it is refreshed', async ({
    client,
    assert,
  }) => {
    const tokens = await signIn(client, await UserFactory.create())
    const signedIn = (days: number) =>
      db
        .from('sessions')
        .where('id', sessionOf(tokens))
        .update({ created_at: db.raw('now() - make_interval(days => ?)', [days]) })
    await signedIn(364)
    await answers(refresh(client, tokens.refresh_token), 200)
    const { created_at: begun, expires_at: ends } = await row('sessions', { id: sessionOf(tokens) })
    assert.closeTo((ends - begun) / 86_400_000, 365, 0.01)
  })
})

import { globSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { Client } from '#tests/resilience/support/client'
import { Deployment } from '#tests/resilience/support/deployment'
import { note } from '#tests/resilience/support/findings'
import { isQuick } from '#tests/resilience/support/run_options'
import { freshName, person } from '#tests/resilience/support/people'
import { eventually } from '#tests/support/eventually'

const [library] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1')
const isMissing = !library && process.env.REQUIRE_FAKETIME !== '1'
const isLeftOut = isQuick || isMissing
const why = isQuick
  ? 'left out of the shorter pick'
  : 'there is no libfaketime (REQUIRE_FAKETIME=1 makes that a failure)'

/** The clock of Plaza. PostgreSQL and Redis keep the right time, as on other machines. */
const file = join(mkdtempSync(join(tmpdir(), 'plaza-clock-')), 'offset')
const setClock = (offset: string) => {
  writeFileSync(`${file}.new`, offset)
  renameSync(`${file}.new`, file)
}

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString()

test.group('While the clock of Plaza jumps forward and back', (group) => {
  let all: Deployment
  let client: Client

  group.tap((one) => one.skip(isLeftOut, why))
  group.setup(async () => {
    if (isLeftOut) return () => {}
    setClock('+0')
    const env = {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      LIMIT_LOGIN: '3/15m',
      TZ: 'Europe/Berlin',
    }
    all = await Deployment.start({ env })
    client = new Client(all.plaza.port)
    return () => all.stop()
  })
  group.each.setup(() => () => setClock('+0'))

  test('an access token expires, a refresh token works, and both clocks agree again', async ({
    assert,
  }) => {
    const { token, refreshToken } = await person(all)
    const me = (mine: string) => client.get('/users/me', mine).then(({ status }) => status)
    assert.equal(await me(token), 200)

    setClock('+20m')
    assert.equal(await me(token), 401)
    const { status, json } = await client.post('/token/refresh', { refresh_token: refreshToken })
    assert.equal(status, 200)
    assert.equal(await me(json.access_token), 200)

    setClock('-1d')
    assert.equal(await me(json.access_token), 200)
    note({
      action: 'clock 20 minutes forward, a day back: tokens',
      times: 2,
      expected: 'access tokens expire by the clock, and sessions go on',
      result: 'as expected',
    })
  })

  test('a reached limit on logins stays in force', async ({ assert }) => {
    const { name } = await person(all)
    const attempt = () => client.post('/login', { username: name, password: 'wrong one' })
    for (let time = 0; time < 3; time++) assert.equal((await attempt()).status, 401)

    for (const offset of ['+0', '+20m', '-1d']) {
      setClock(offset)
      const { status, headers } = await attempt()
      assert.equal(status, 429, offset)
      const seconds = Number(headers['retry-after'])
      assert.isTrue(seconds >= 1 && seconds <= 900, `${offset}: Retry-After ${seconds}`)
    }
    note({
      action: 'clock 20 minutes forward, a day back: limits',
      times: 2,
      expected: 'a reached limit stays in force, because Redis keeps the time',
      result: 'as expected, Retry-After within the limit’s own time',
    })
  })

  test('a sanction ends by the clock', async ({ assert }) => {
    const moderator = await person(all, 'moderator')
    const member = await person(all)
    const { status } = await client.post(
      '/admin/actions',
      { action: 'user.silence', target_id: member.id, reason: 'For the test', until: hours(1) },
      moderator
    )
    assert.equal(status, 201)
    const write = async () => {
      const { token } = await client.signIn(member.name, member.password)
      const { status: answered } = await client.post(
        '/posts',
        { title: 'a', content: 'b' },
        { token }
      )
      return answered
    }
    assert.equal(await write(), 403)
    setClock('-1d')
    assert.equal(await write(), 403)
    setClock('+2h')
    assert.equal(await write(), 201)
    note({
      action: 'clock a day back, two hours forward: a sanction of one hour',
      times: 2,
      expected: 'it lasts until its end, and no longer',
      result: 'as expected',
    })
  })

  test('a schedule goes out at its instant, while daylight-saving time begins and ends', async ({
    assert,
  }) => {
    const { token } = await person(all)
    for (const change of ['2027-03-28T01:00:00Z', '2027-10-31T01:00:00Z', '2026-03-29T01:00:00Z']) {
      setClock('+0')
      const text = { title: freshName(), content: 'At its time', published: false }
      const { json: post } = await client.post('/posts', text, { token })
      const due = new Date(Date.now() + 8000)
      const path = `/posts/${post.id}/publication`
      const body = { at: due.toISOString(), time_zone: 'Europe/Berlin' }
      assert.equal((await client.send('PUT', path, { token, body })).status, 200)

      const seconds = Math.round((Date.parse(change) - Date.now()) / 1000) - 3
      setClock(`${seconds < 0 ? '' : '+'}${seconds}`)
      const shown = () => client.get(`/posts/${post.id}`)
      await eventually(async () => (await shown()).status === 200, { within: 20_000 })
      const late = Date.now() - due.getTime()
      assert.isTrue(late >= 0 && late < 5000, `${change}: ${late} ms late`)
      assert.equal((await shown()).json.published_at, due.toISOString())
    }
    note({
      action: 'clock across the beginning and the end of daylight-saving time: schedules',
      times: 3,
      expected: 'each goes out once, at its instant by the clock of PostgreSQL',
      result: 'as expected',
    })
  })

  test('cursors skip and repeat no post', async ({ assert }) => {
    const { token, id } = await person(all)
    const written: number[] = []
    for (const offset of ['+0', '-1d', '+2h', '+0', '-1d', '+2h']) {
      setClock(offset)
      const fresh = offset === '+0' ? token : (await refreshed()).token
      const { json } = await client.post(
        '/posts',
        { title: freshName(), content: 'At some time' },
        { token: fresh }
      )
      written.push(json.id)
    }
    async function refreshed() {
      const someone = await all.postgres.query('select username from users where id = $1', [id])
      return client.signIn(someone[0].username, `correct horse of ${someone[0].username}`)
    }

    const read: number[] = []
    let path: string | undefined = `/users/${id}/posts?limit=1`
    for (let page = 0; path; page++) {
      setClock(['+0', '+2h', '-1d'][page % 3])
      const { json, headers }: any = await client.get(path)
      read.push(...json.map((post: { id: number }) => post.id))
      path = /<([^>]+)>; rel="next"/.exec(String(headers.link))?.[1]
    }
    assert.lengthOf(read, 6)
    assert.sameMembers(read, written)
    note({
      action: 'clock forward and back between pages, and between posts',
      times: 12,
      expected: 'no post twice, and none missing',
      result: 'as expected',
    })
  })

  test('a cached list is not stale for longer than usual', async ({ assert }) => {
    const { token } = await person(all)
    const { json: post } = await client.post('/posts', { title: 'a', content: 'b' }, { token })
    const upvotes = async () => {
      const { json } = await client.get('/posts')
      return json.find(({ id }: { id: number }) => id === post.id).upvotes as number
    }
    /** Successive requests go to successive workers. */
    const everywhere = async (count: number) => {
      for (let time = 0; time < 6; time++) if ((await upvotes()) !== count) return false
      return true
    }
    assert.isTrue(await everywhere(0))

    setClock('-1d')
    const { status } = await client.post('/votes', { post_id: post.id, vote_dir: 1 }, { token })
    assert.equal(status, 200)
    await eventually(() => everywhere(1))
  })

  test('a hanging Redis is noticed within seconds after a jump of a day back', async ({
    assert,
    cleanup,
  }) => {
    const isWhole = async () => {
      const { json } = await client.get('/health/ready')
      return json.checks.find(({ name }: { name: string }) => name === 'cache').status === 'ok'
    }
    /** Successive requests go to successive workers. */
    const are = async (whole: boolean) => {
      for (let time = 0; time < 6; time++) if ((await isWhole()) !== whole) return false
      return true
    }
    await eventually(() => are(true))
    setClock('-1d')
    cleanup(() => all.redis.resume())
    all.redis.pause()
    const start = performance.now()
    await eventually(() => are(false))
    const noticed = performance.now() - start
    all.redis.resume()
    await eventually(() => are(true))
    assert.isBelow(noticed, 20_000)
    note({
      action: 'clock a day back, then Redis hangs',
      times: 1,
      expected: 'every worker notices within seconds, and when it is back',
      result: `noticed by all after ${(noticed / 1000).toFixed(1)} s`,
    })
  })
})

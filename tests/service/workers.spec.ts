import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { ServerProcess } from '#tests/support/server_process'

const drivers = [
  { name: 'Redis', url: process.env.REDIS_URL ?? '', isMissing: !process.env.REDIS_URL },
  { name: 'PostgreSQL alone', url: '', isMissing: false },
]

for (const driver of drivers) {
  test.group(`Two workers over ${driver.name}`, (group) => {
    let here: ServerProcess
    let there: ServerProcess

    group.tap((one) => one.skip(driver.isMissing, 'there is no redis-server'))
    group.setup(async () => {
      if (driver.isMissing) return () => {}
      const start = () => ServerProcess.start(driver.url)
      ;[here, there] = await Promise.all([start(), start()])
      return async () => void (await Promise.all([here.stop(), there.stop()]))
    })
    group.each.setup(emptyDatabase)

    const soon = (holds: () => Promise<unknown>) => eventually(holds, { within: 1000 })

    test('show each other’s posts within a second', async ({ assert }) => {
      const token = await here.signIn(await UserFactory.create())
      const created = await here.send('POST', '/posts', { title: 'One', content: 'Text' }, token)
      const path = `/posts/${created.body.id}`
      const [titles, lists] = [
        () => there.get(path).then(({ body }) => body.title),
        () => there.get('/posts').then(({ text }) => text),
      ]
      await soon(async () => /"One"/.test(await lists()))
      assert.equal(await titles(), 'One')

      await here.send('PATCH', path, { title: 'Two' }, token)
      await soon(async () => (await titles()) === 'Two' && /"Two"/.test(await lists()))

      await here.send('POST', '/votes', { post_id: created.body.id, vote_dir: 1 }, token)
      await soon(() => there.body(path).then(({ upvotes }) => upvotes === 1))

      await here.send('PATCH', '/users/me', { display_name: 'Countess' }, token)
      const nameThere = () => there.body(path).then(({ author }) => author.display_name)
      await soon(async () => (await nameThere()) === 'Countess')

      await here.send('DELETE', path, undefined, token)
      await soon(async () => (await there.status(path)) === 404 && (await lists()) === '[]')
    })

    test('end a session on both within a second', async ({ assert }) => {
      const token = await here.signIn(await UserFactory.create())
      assert.equal(await there.status('/users/me', token), 200)

      await here.send('POST', '/logout', undefined, token)

      assert.equal(await here.status('/users/me', token), 401)
      await soon(async () => (await there.status('/users/me', token)) === 401)
    })

    test('revoke a personal token on both within a second', async ({ assert }) => {
      const user = await UserFactory.create()
      const session = await here.signIn(user)
      const fields = { name: 'Build', scopes: ['read'] }
      const { body } = await here.send('POST', '/tokens', fields, session)
      for (const server of [here, there]) {
        for (const path of ['/users/me', '/posts', '/posts']) {
          assert.equal(await server.status(path, body.token), 200)
        }
      }

      await there.send('DELETE', `/tokens/${body.id}`, undefined, session)

      for (const server of [here, there]) {
        await soon(async () => (await server.status('/posts', body.token)) === 401)
        assert.equal(await server.status('/users/me', body.token), 401)
      }
    })

    test('apply a change of a role on both within a second', async ({ assert }) => {
      const admin = await here.signIn(await UserFactory.apply('admin').create())
      const role = { name: 'night-watch', rank: 1, permissions: ['stats.read'] }
      assert.equal((await here.send('POST', '/admin/roles', role, admin)).status, 201)
      const user = await UserFactory.merge({ role: role.name }).create()
      const token = await there.signIn(user)
      const stats = () => there.status('/admin/stats', token)
      assert.equal(await stats(), 200)

      const edit = (permissions: string[]) =>
        here.send('PATCH', `/admin/roles/${role.name}`, { permissions }, admin)
      assert.equal((await edit([])).status, 200)
      await soon(async () => (await stats()) === 403)
      assert.equal((await edit(['stats.read'])).status, 200)
      await soon(async () => (await stats()) === 200)

      const path = `/admin/roles/${role.name}?successor=member`
      assert.equal((await here.send('DELETE', path, undefined, admin)).status, 204)
      await soon(async () => (await stats()) === 403)
    })

    test('apply a user’s new role on both within a second', async ({ assert }) => {
      const admin = await here.signIn(await UserFactory.apply('admin').create())
      const user = await UserFactory.create()
      const token = await there.signIn(user)
      const reports = () => there.status('/admin/reports', token)
      assert.equal(await reports(), 403)

      const give = (role: string) => {
        const reason = 'Nights are long.'
        const body = { action: 'user.set_role', target_id: user.id, role, reason }
        return here.send('POST', '/admin/actions', body, admin)
      }
      for (const [role, status] of [
        ['moderator', 200],
        ['member', 403],
      ] as const) {
        assert.equal((await give(role)).status, 201)
        await soon(async () => (await reports()) === status)
      }
    })

    test('apply the schema of a type on both within a second', async ({ assert }) => {
      const admin = await here.signIn(await UserFactory.apply('admin').create())
      const author = await there.signIn(await UserFactory.create())
      const define = (body: object) => here.send('PUT', '/types/event', body, admin)
      const text = { type: 'event', title: 'Party', content: 'On the square.' }
      const write = async (data: object) =>
        (await there.send('POST', '/posts', { ...text, data }, author)).status
      const withType = (type: string) => ({ properties: { place: { type } } })

      assert.equal(await write({ place: 'Bonn' }), 422)
      assert.equal((await define({ title: 'Event', schema: withType('string') })).status, 201)
      await soon(async () => (await write({ place: 'Bonn' })) === 201)
      assert.equal((await define({ schema: withType('integer') })).status, 409)
      await db.from('posts').update({ data: { place: 7 } })
      assert.equal((await define({ schema: withType('integer') })).status, 200)
      await soon(async () => (await write({ place: 'Bonn' })) === 422)
      assert.equal(await write({ place: 8 }), 201)
    })

    test('count failed logins together', async ({ assert }) => {
      const { username } = await UserFactory.create()
      const attempt = (worker: ServerProcess) =>
        worker.send('POST', '/login', { username, password: 'wrong' }).then(({ status }) => status)
      const statuses = []
      for (const worker of [here, there, here, there, here, there]) {
        statuses.push(await attempt(worker))
      }
      assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429])
    })

    test('check five of twenty simultaneous wrong passwords together', async ({ assert }) => {
      const { username } = await UserFactory.create()
      const body = { username, password: 'wrong' }
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, time) =>
          (time % 2 ? here : there).send('POST', '/login', body)
        )
      )
      assert.lengthOf(
        answers.filter(({ status }) => status === 401),
        5
      )
      assert.lengthOf(
        answers.filter(({ status }) => status === 429),
        15
      )
    })

    test('answer simultaneous refreshes with the same refresh token', async ({ assert }) => {
      const { username } = await UserFactory.create()
      const login = await here.send('POST', '/login', {
        username,
        password: 'correct horse battery',
      })
      const body = { refresh_token: login.body.refresh_token }
      const answers = await Promise.all(
        [here, there, here, there].map((worker) => worker.send('POST', '/token/refresh', body))
      )
      const tokens = new Set(answers.map((answer) => answer.body.refresh_token))
      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 200, 200, 200]
      )
      assert.lengthOf(tokens, 1)
    })

    test('are ready a second after they have met', async () => {
      for (const worker of [here, there]) {
        const isReady = () => worker.body('/health/ready').then(({ status }) => status === 'ok')
        await eventually(isReady, { within: 2000 })
      }
    })
  })
}

import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type User from '#models/user'
import { answers, bodyOf, tagOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'
import { people } from '#tests/support/staff'

const fields = { url: 'https://8.8.8.8/hook?key=canary', types: ['post.published'] }

test.group('Webhooks of staff', (group) => {
  let admin: User
  group.each.setup(async () => {
    await emptyDatabase()
    ;[admin] = await people('admin')
  })
  group.each.teardown(emptyDatabase)

  test('are made, changed and deleted, each with an entry; the secret is shown once', async ({
    client,
    assert,
  }) => {
    const by = (request: any) => request.loginAs(admin)
    const made = await answers(by(client.post('/admin/webhooks')).json(fields), 201)
    const { secret, ...webhook } = made.body()
    assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
    const path = made.header('location')!
    assert.equal(path, `/admin/webhooks/${webhook.id}`)
    assert.deepEqual(await bodyOf(by(client.get(path))), webhook)
    assert.deepEqual(await bodyOf(by(client.get('/admin/webhooks'))), [webhook])
    assert.notInclude(JSON.stringify(await row('webhooks', {})), secret)

    const tag = await tagOf(by(client.get(path)))
    const change = (body: object) => by(client.patch(path)).header('If-Match', tag).json(body)
    const changed = await bodyOf(change({ enabled: false, types: ['user.created'] }))
    assert.containSubset(changed, { enabled: false, types: ['user.created'] })
    assert.isNotNull(changed.disabled_at)
    assertProblem(await change({ enabled: true }), 412, 'precondition_failed')

    const rotated = await answers(by(client.post(`${path}/secrets`)), 201)
    assert.notEqual(rotated.body().secret, secret)
    assert.isAbove(Date.parse(rotated.body().former_secret_ends_at), Date.now() + 23 * 3_600_000)
    await answers(by(client.delete(path)), 204)
    assertProblem(await by(client.get(path)), 404, 'not_found')
    const entries = await db.from('audit_entries').orderBy('id')
    assert.deepEqual(
      entries.map(({ action }) => action),
      ['create', 'update', 'rotate', 'delete'].map((verb) => `webhook.${verb}`)
    )
    assert.notInclude(JSON.stringify(entries), 'canary')
    assert.equal(entries[0].after.site, 'https://8.8.8.8')
  })

  test('have an address of the Internet: not {url}')
    .with(
      [
        ...['ftp://example.org/', 'https://user:pass@example.org/', 'nothing'],
        ...['http://127.0.0.1/', 'http://2130706433/', 'http://0x7f.1/', 'http://localhost/'],
        ...['http://10.0.0.1/', 'http://172.16.0.1/', 'http://192.168.1.1/', 'http://0.0.0.0/'],
        ...['http://169.254.169.254/', 'http://100.64.0.1/', 'http://224.0.0.1/'],
        ...['http://[::1]/', 'http://[::]/', 'http://[fe80::1]/', 'http://[fc00::1]/'],
        ...['http://[::ffff:10.0.0.1]/', 'http://[::ffff:8.8.8.8]/', 'http://[64:ff9b::a00:1]/'],
        ...['http://[64:ff9b:1::1]/', 'http://[2002:a00:1::1]/', 'http://[2001::1]/'],
      ].map((url) => ({ url }))
    )
    .run(async ({ client }, { url }) => {
      const make = client
        .post('/admin/webhooks')
        .loginAs(admin)
        .json({ ...fields, url })
      assertProblem(await make, 422, 'validation_failed', ['/url'])
    })

  test('may have one inside that WEBHOOK_ALLOW names, and no other', async ({
    client,
    cleanup,
  }) => {
    cleanup(setting('webhooks.allow', ['10.1.0.0/16', 'fd00::/8']))
    const make = (url: string) =>
      client
        .post('/admin/webhooks')
        .loginAs(admin)
        .json({ ...fields, url })
    for (const url of ['http://10.1.2.3/', 'http://[fd00::1]/']) await answers(make(url), 201)
    for (const url of ['http://10.2.0.1/', 'http://[fe80::1]/', 'http://[::ffff:10.1.2.3]/']) {
      assertProblem(await make(url), 422, 'validation_failed', ['/url'])
    }
  })

  test('are pinged, and told once more', async ({ client, assert }) => {
    const by = (request: any) => request.loginAs(admin)
    const { id } = await bodyOf(by(client.post('/admin/webhooks')).json(fields))
    const path = `/admin/webhooks/${id}`
    const ping = await answers(by(client.post(`${path}/pings`)), 201)
    assert.containSubset(ping.body(), { type: 'ping', state: 'waiting', attempts: 0 })
    const retry = () => by(client.post(`/admin/webhooks/deliveries/${ping.body().id}/retries`))
    assertProblem(await retry(), 409, 'conflict')
    await db
      .from('webhook_deliveries')
      .update({ state: 'failed', due_at: null, attempts: 10, status: 500 })
    const listed = await bodyOf(by(client.get(`${path}/deliveries?state=failed&include=body`)))
    assert.containSubset(listed, [{ id: ping.body().id, status: 500, body: null }])
    assert.isEmpty(await bodyOf(by(client.get(`${path}/deliveries?state=delivered`))))
    const results = await Promise.all(Array.from({ length: 5 }, () => retry()))
    const statuses = results.map((response) => response.status())
    assert.deepEqual(statuses.toSorted(), [200, 409, 409, 409, 409])
    assert.containSubset(await row('webhook_deliveries', {}), { state: 'waiting', attempts: 0 })

    await answers(by(client.patch(path)).json({ enabled: false }), 200)
    assertProblem(await by(client.post(`${path}/pings`)), 409, 'conflict')
    assertProblem(await by(client.get('/admin/webhooks/999999999/deliveries')), 404, 'not_found')
    assertProblem(
      await by(client.post('/admin/webhooks/deliveries/999999999/retries')),
      404,
      'not_found'
    )
  })

  test('are a hundred at most, and for those who may webhooks.manage', async ({
    client,
    assert,
  }) => {
    await db.rawQuery(
      `insert into webhooks (url, types, secret)
       select 'https://8.8.8.8/' || n, '{post.published}', 'x' from generate_series(1, 99) as n`
    )
    const make = () => client.post('/admin/webhooks').loginAs(admin).json(fields)
    const statuses = (await Promise.all([make(), make()])).map((response) => response.status())
    assert.deepEqual(statuses.toSorted(), [201, 409])
    for (const user of await people('member', 'editor', 'moderator')) {
      assertProblem(await client.get('/admin/webhooks').loginAs(user), 403, 'forbidden')
      const refused = client.post('/admin/webhooks').loginAs(user).json(fields)
      assertProblem(await refused, 403, 'forbidden')
    }
  })
})

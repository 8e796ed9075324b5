import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase } from '#tests/support/database'
import { setting } from '#tests/support/settings'
import { people } from '#tests/support/staff'
import { startDeliverer } from '#tests/support/webhooks'
import { eventually } from '#tests/support/eventually'

test.group('plaza webhooks', (group) => {
  group.each.setup(emptyDatabase)
  group.each.teardown(emptyDatabase)

  test('makes, lists, changes, pings and deletes webhooks', async ({ assert }) => {
    const [admin] = await people('admin')
    const run = (line: string) => plaza(`webhooks ${line} --as ${admin.id} --yes`)
    const made = await run('create --url https://8.8.8.8/hook --types post.published,user.created')
    assert.match(made.out, /Secret: whsec_/)
    const listed = await run('list --json')
    const [{ id }] = listed.json.data
    assert.match((await run('list')).out, /https:\/\/8\.8.*on/)
    assert.include((await run(`show ${id}`)).out, 'post.published, user.created')
    const pinged = await run(`ping ${id} --json`)
    assert.equal(pinged.json.data.type, 'ping')
    assert.match((await run(`deliveries ${id}`)).out, /ping\s+waiting/)
    assert.equal((await run(`retry ${pinged.json.data.id}`)).code, 4)
    assert.match((await run(`rotate ${id}`)).out, /Secret: whsec_/)
    assert.match((await run(`update ${id} --enabled off`)).out, /Enabled\s+off/)
    assert.include((await run(`delete ${id} --dry-run`)).out, 'Nothing was done')
    assert.equal((await run(`delete ${id}`)).code, 0)
    assert.isEmpty(await db.from('webhook_deliveries'))
  })

  test('prints what arrives on this machine, verified', async ({ assert, cleanup }) => {
    cleanup(setting('webhooks.allow', ['127.0.0.1']))
    const [admin] = await people('admin')
    const port = 20_000 + Math.floor(Math.random() * 10_000)
    const url = `http://127.0.0.1:${port}/`
    const run = (line: string) => plaza(`webhooks ${line} --as ${admin.id} --yes`)
    const made = await run(`create --url ${url} --types post.published --json`)
    const { id, secret } = made.json.data
    const listening = plaza(`webhooks listen --port ${port} --secret ${secret} --count 1`)
    await eventually(() =>
      fetch(url).then(
        ({ status }) => status === 405,
        () => false
      )
    )
    await run(`ping ${id}`)
    const deliverer = await startDeliverer()
    cleanup(() => deliverer.stop())
    const { out, code } = await listening
    assert.equal(code, 0)
    assert.match(out, /^[0-9a-f-]{36} {2}verified\n\{"type":"ping"/)
  })
})

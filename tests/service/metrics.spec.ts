import config from '@adonisjs/core/services/config'
import { Secret } from '@adonisjs/core/helpers'
import { test } from '@japa/runner'
import { setting } from '#tests/support/settings'

const stranger = '192.0.2.1'
const secret = 'a token for the one who operates this'

test.group('GET /metrics', () => {
  test('counts requests by route, and never by address', async ({ client, assert }) => {
    await client.get('/posts/999999999')
    const response = await client.get('/metrics')

    response.assertStatus(200)
    assert.match(response.header('content-type')!, /^text\/plain; version=0\.0\.4/)
    assert.match(
      response.text(),
      /plaza_http_request_duration_seconds_count\{method="GET",route="\/posts\/:id",status="404"\} \d+/
    )
    assert.include(response.text(), 'process_resident_memory_bytes')
    assert.notInclude(response.text(), '/posts/999999999')
  })

  test('is {status} for {who}')
    .with([
      { who: 'a stranger', from: stranger, status: 403 },
      { who: 'a neighbour in the same network', from: '10.0.0.7', status: 403 },
      { who: 'a stranger who says 127.0.0.1 himself', from: `127.0.0.1, ${stranger}`, status: 403 },
      { who: 'a stranger whose address is none', from: 'unknown', status: 403 },
      { who: 'this machine', from: '127.0.0.1', status: 200 },
      { who: 'this machine, over IPv6', from: '::1', status: 200 },
      { who: 'this machine, as IPv6 writes IPv4', from: '::ffff:127.0.0.1', status: 200 },
    ])
    .run(async ({ client }, { from, status }) => {
      const response = await client.get('/metrics').header('x-forwarded-for', from)
      response.assertStatus(status)
    })

  test('from another machine, {sent} is {status} if METRICS_TOKEN is {set}')
    .with([
      { set: 'set', sent: `Bearer ${secret}`, status: 200 },
      { set: 'set', sent: `Bearer ${secret} `, status: 200 },
      { set: 'set', sent: `Bearer ${secret}x`, status: 403 },
      { set: 'set', sent: 'Bearer undefined', status: 403 },
      { set: 'set', sent: secret, status: 403 },
      { set: 'not set', sent: 'Bearer undefined', status: 403 },
      { set: 'not set', sent: 'Bearer ', status: 403 },
    ])
    .run(async ({ client, cleanup }, { set, sent, status }) => {
      cleanup(setting('app.metricsToken', set === 'set' ? new Secret(secret) : undefined))
      const response = await client
        .get('/metrics')
        .header('x-forwarded-for', stranger)
        .header('authorization', sent)
      response.assertStatus(status)
    })

  test('ignores a forwarded address of an untrusted peer', async ({ client, cleanup }) => {
    const http = config.get<{ trustProxy: (address: string) => boolean }>('app.http')
    const { trustProxy } = http
    cleanup(() => void Object.assign(http, { trustProxy }))
    http.trustProxy = () => false

    const response = await client.get('/metrics').header('x-forwarded-for', stranger)
    response.assertStatus(200)
  })
})

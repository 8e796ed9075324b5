import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { HttpContextFactory, RequestFactory } from '@adonisjs/core/factories/http'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import BodyMiddleware from '#middleware/body_middleware'

const body = '{"title":"Left"}'

test.group('The body of a client that has left', () => {
  test('is a bad request if it {state}')
    .with([
      { state: 'arrived in part', sent: 5 },
      { state: 'arrived as a whole', sent: body.length },
    ])
    .run(async ({ assert, cleanup }, { sent }) => {
      const server = createServer().listen(0, '127.0.0.1')
      cleanup(() => void server.close())
      await once(server, 'listening')
      const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
      const head = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n'
      client.write(`${head}Content-Length: ${body.length}\r\n\r\n${body.slice(0, sent)}`)
      const [req, res] = (await once(server, 'request')) as [IncomingMessage, ServerResponse]
      req.on('error', () => {})
      const left = new Promise((resolve) => req.once('close', resolve))
      client.destroy()
      await left

      const request = new RequestFactory().merge({ req, res }).create()
      const ctx = new HttpContextFactory().merge({ request }).create()
      const middleware = await app.container.make(BodyMiddleware)
      const failure = await middleware.handle(ctx, async () => {}).catch((error) => error)
      assert.equal(failure.status, 400, failure.stack)
    })
})

import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { verifyWebhook } from '#webhooks/signature'

/** Prints what arrives, until it is interrupted, or has printed as many as were asked for. */
export default async function listen(invocation: Invocation) {
  const { options, output } = invocation
  const { port, secret, count = Infinity } = options
  const interrupted = invocation.holdInterrupts()
  const finished = new AbortController()
  const signal = AbortSignal.any([interrupted, finished.signal])
  let shown = 0

  async function take(request: IncomingMessage): Promise<number> {
    const body = await text(request)
    const isVerified = verifyWebhook({ headers: request.headers, body, secret })
    const data = { id: request.headers['webhook-id'] ?? null, verified: isVerified, body }
    const mark = isVerified ? 'verified' : 'NOT VERIFIED'
    await output.show(data, () => `${data.id}  ${mark}\n${output.text(body)}\n`)
    if (++shown >= count) finished.abort()
    return isVerified ? 204 : 401
  }

  const server = createServer((request, response) => {
    const taken = request.method === 'POST' ? take(request) : Promise.resolve(405)
    taken.then(
      (status) => response.writeHead(status, { connection: 'close' }).end(),
      () => response.destroy()
    )
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening').catch((error) => {
    throw new Failure('unavailable', `The port ${port} can't be opened: ${error.code}`)
  })
  const { port: open } = server.address() as AddressInfo
  output.note(`Listens on http://127.0.0.1:${open}/ (WEBHOOK_ALLOW=127.0.0.1). Ctrl-C ends it`)
  if (!signal.aborted) await once(signal, 'abort')
  server.close()
  await once(server, 'close')
}

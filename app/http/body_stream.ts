import type { IncomingMessage } from 'node:http'
import { ReadableStream } from 'node:stream/web'

/** The body of a request as a web stream, and a function that discards the rest: unread, it would block the connection. */
export function bodyStream(request: IncomingMessage) {
  let isDiscarded = false
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const unlessDiscarded = (run: () => void) => () => isDiscarded || run()
      request.on('data', (chunk: Buffer) => {
        if (isDiscarded) return
        controller.enqueue(chunk)
        if (controller.desiredSize! <= 0) request.pause()
      })
      request.once(
        'end',
        unlessDiscarded(() => controller.close())
      )
      request.once('close', () => {
        if (!isDiscarded && !request.readableEnded) controller.error(new Error('It was cut off'))
      })
      request.on('error', () => {})
    },
    pull: () => void request.resume(),
    cancel: () => {
      isDiscarded = true
    },
  })
  const discard = () => {
    isDiscarded = true
    request.resume()
  }
  return { stream, discard }
}

import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import { checkTags, readBusMessage, writeBusMessages } from '#cache/bus_message'
import { garbageTexts, hugeGarbage } from '#tests/support/garbage'
import { shown } from '#tests/support/titles'

test.group('The messages on the bus', () => {
  test('{count} tags come back as they were sent')
    .with([{ count: 0 }, { count: 1 }, { count: 100 }, { count: 101 }, { count: 1234 }])
    .run(({ assert }, { count }) => {
      const longest = (id: number) => `post:${id}:`.padEnd(64, 'x')
      const tags = Array.from({ length: count }, (_, id) => longest(id))
      const sender = randomUUID()
      const messages = writeBusMessages({ sender, tags })
      const read = messages.map((message) => readBusMessage(message)!)
      assert.deepEqual(
        read.flatMap((message) => message.tags),
        tags
      )
      assert.isTrue(read.every((message) => message.sender === sender))
      // A notification of PostgreSQL holds 8000 bytes.
      for (const message of messages) assert.isBelow(Buffer.byteLength(message), 8000)
    })

  test('{shown} is not a message')
    .with(shown([...garbageTexts, ...hugeGarbage].map((value) => ({ value }))))
    .run(({ assert }, { value }) => {
      assert.isNull(readBusMessage(value))
    })

  test('{shown} is not a valid tag')
    .with(shown(['', 'x'.repeat(65), 'pöst', 'a"b', 'a\\b', 'a\nb'].map((value) => ({ value }))))
    .run(({ assert }, { value }) => {
      assert.throws(() => checkTags(['post:1', value]), /must have 1 to 64 printable ASCII/)
    })
})

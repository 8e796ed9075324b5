import type { Invocation } from '#cli/invocation'
import { plainJson } from '#cli/output/plain'
import { addressOf } from '#cli/subjects/subjects'

export default async function exportUser({ args, door: open, options, output }: Invocation) {
  const door = await open()
  const { body } = await door.request('POST', `${addressOf('users', args[0])}/exports`, {
    body: { reason: options.reason },
  })
  await output.show(body, () => `${plainJson(body, 2)}\n`)
}

import type { Invocation } from '#cli/invocation'
import { addressOf } from '#cli/subjects/subjects'
import { sessionColumns } from '#cli/subjects/users'

export default async function listSessions({ args, door: open, output }: Invocation) {
  const door = await open()
  const { body } = await door.request('GET', `${addressOf('users', args[0])}/sessions`)
  await output.show(body, () => (body.length > 0 ? output.table(body, sessionColumns) : ''))
  if (body.length === 0) output.note('They are signed in nowhere')
}

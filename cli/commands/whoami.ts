import type { Invocation } from '#cli/invocation'

export default async function whoami({ door: open, output, options, terminal }: Invocation) {
  const door = await open()
  const { body: me } = await door.request('GET', '/users/me')
  const at = options.remote ? door.place : `${door.place}, ${terminal.user}@${terminal.host}`
  await output.details({ ...me, at }, [
    ['User', `@${me.username}`],
    ['Id', me.id],
    ['Role', me.role],
    ['At', at],
  ])
}

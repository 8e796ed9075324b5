import type { Invocation } from '#cli/invocation'

export default async function whoami({ transport: open, output, options, terminal }: Invocation) {
  const transport = await open()
  const { body: me } = await transport.request('GET', '/users/me')
  const at = options.remote
    ? transport.place
    : `${transport.place}, ${terminal.user}@${terminal.host}`
  await output.details({ ...me, at }, [
    ['User', `@${me.username}`],
    ['Id', me.id],
    ['Role', me.role],
    ['At', at],
  ])
}

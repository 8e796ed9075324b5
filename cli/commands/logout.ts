import { remoteDoor, serverAddress } from '#cli/doors/remote_door'
import { TokenStore } from '#cli/doors/token_store'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'

export default async function logout({ options, output, terminal }: Invocation) {
  if (!options.remote) throw new Failure('usage', 'Say where: plaza logout --remote <url>')
  const server = serverAddress(options.remote)
  const store = new TokenStore(terminal.env)
  const session = await store.get(server)
  if (!session) throw new Failure('not_found', `You are not signed in at ${server}`)

  try {
    await remoteDoor(options, terminal).request('POST', '/logout')
  } catch (error) {
    // A session that has ended already is what was wanted.
    if (!(error instanceof Failure) || error.outcome !== 'forbidden') throw error
  }
  await store.drop(server)
  await output.show({ server, username: session.username }, () => '')
  output.note(`Signed out of ${server}`)
}

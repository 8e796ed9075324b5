import { serverAddress } from '#cli/transports/exchange'
import { remoteTransport } from '#cli/transports/remote_transport'
import { TokenStore } from '#cli/transports/token_store'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'

export default async function logout(invocation: Invocation) {
  const { options, output, terminal } = invocation
  if (!options.remote) throw new Failure('usage', 'Name the server: plaza logout --remote <url>')
  const server = serverAddress(options.remote)
  const store = new TokenStore(terminal.env)
  const session = await store.get(server)
  if (!session) throw new Failure('not_found', `You are not signed in at ${server}`)

  // The stored session goes, whatever the server answers.
  const problem = await endSession(invocation).finally(() => store.drop(server))
  await output.show({ server, username: session.username }, () => '')
  if (problem) {
    const until = 'the session on the server stays until it expires, or you end it there'
    throw new Failure(problem.outcome, `${problem.message}. Signed out here; ${until}`)
  }
  output.note(`Signed out of ${server}`)
}

/** @returns the server's refusal; undefined if the session has ended */
async function endSession({ options, terminal }: Invocation): Promise<Failure | undefined> {
  try {
    await remoteTransport(options, terminal).request('POST', '/logout')
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    if (error.outcome !== 'forbidden') return error
  }
  return undefined
}

import { accept, exchange, serverAddress, useProxy } from '#cli/transports/exchange'
import { sessionOf, TokenStore } from '#cli/transports/token_store'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { proofOf, readCode } from '#cli/second_factor'
import { readPassword } from '#cli/secrets'

export default async function login({ options, output, terminal }: Invocation) {
  if (!options.remote) throw new Failure('usage', 'Name the server: plaza login --remote <url>')
  const server = serverAddress(options.remote)
  useProxy(terminal.env)
  if (isOpen(server))
    output.note(`${server} is not encrypted: others can read your password on its way`)

  const store = new TokenStore(terminal.env)
  await store.prepare()
  const username = options.username ?? (await askName(terminal))
  const password = await readPassword(terminal, options, 'Password')
  const { body: tokens } = accept(
    await signIn(server, { username, password }, () => readCode(terminal, options.code))
  )
  if (typeof tokens?.access_token !== 'string') {
    throw new Failure('unavailable', `${server} returns no tokens: it is no Plaza server`)
  }
  const { body: me } = accept(
    await exchange(server, 'GET', '/users/me', {
      headers: { Authorization: `Bearer ${tokens.access_token}` },
    })
  )
  await store.set(server, sessionOf(me.username, tokens))

  const { id, role } = me
  await output.show({ id, username: me.username, role, server }, () => '')
  output.note(`Signed in at ${server} as @${me.username} (${role})`)
}

/** @param code asks for the code of the second factor */
async function signIn(server: string, password: object, code: () => Promise<string>) {
  const answer = await exchange(server, 'POST', '/login', { body: password })
  const problem = answer.body as { code?: string; challenge?: string } | null
  if (answer.status !== 401 || problem?.code !== 'second_factor_required') return answer
  const proof = proofOf(await code())
  return exchange(server, 'POST', '/login/second-factor', {
    body: { challenge: problem.challenge, ...proof },
  })
}

function askName(terminal: Invocation['terminal']): Promise<string> {
  if (terminal.isInteractive) return terminal.input('User name or e-mail')
  throw new Failure('usage', 'There is no terminal to ask on: give --username and --password-stdin')
}

function isOpen(server: string) {
  const { protocol, hostname } = new URL(server)
  return protocol === 'http:' && !/^(localhost|127\..*|\[::1\])$/.test(hostname)
}

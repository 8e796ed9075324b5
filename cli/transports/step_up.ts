import { Failure, failureOf, type ProblemDocument } from '#cli/failure'
import type { Terminal } from '#cli/terminal'
import type { TransportRequest, TransportResponse } from '#cli/transports/transport'

type Send = (request: TransportRequest) => Promise<TransportResponse>

export const isStale = ({ status, body }: TransportResponse) =>
  status === 401 && (body as ProblemDocument | null)?.code === 'insufficient_user_authentication'

/**
 * Asks the user for a fresh sign-in's proof, and sends it. @param send to `POST /sessions/current/step-up`
 * @throws Failure without a terminal, or for a wrong answer
 */
export async function stepUp(server: string, send: Send, terminal: Terminal): Promise<void> {
  if (!terminal.isInteractive) {
    throw new Failure(
      'forbidden',
      `This needs a sign-in of the last 15 minutes: plaza login --remote ${server}`
    )
  }
  terminal.err(`This needs a sign-in of the last 15 minutes at ${server}\n`)
  const password = await terminal.password('Password')
  const first = await send({ body: { password } })
  if (first.status < 400) return
  if (!lacksCode(first)) throw failureOf(first.body as ProblemDocument)
  const code = await terminal.input('Code of your authenticator app')
  const second = await send({ body: { password, code } })
  if (second.status >= 400) throw failureOf(second.body as ProblemDocument)
}

function lacksCode({ status, body }: TransportResponse): boolean {
  const { errors = [] } = (body ?? {}) as { errors?: { pointer?: string; rule?: string }[] }
  return status === 422 && errors.some((one) => one.pointer === '/code' && one.rule === 'required')
}

import type { Invocation } from '#cli/invocation'
import type { Transport } from '#cli/transports/transport'
import { Failure } from '#cli/failure'
import { addressOf } from '#cli/resources/staff_resources'
import { readPassword } from '#cli/secrets'
import { view } from '#cli/resources/users'
import type { Terminal } from '#cli/terminal'
import { TOP_ROLE } from '#domain/permissions'

export default async function createUser({
  transport: open,
  options,
  output,
  terminal,
}: Invocation) {
  const { bot } = options
  const email = bot ? options.email : (options.email ?? (await askEmail(terminal)))
  const transport = await open({ founding: options.role === TOP_ROLE })
  if (email) await refuseTaken(transport, email, 'e-mail')
  if (options.username) await refuseTaken(transport, `@${options.username}`, 'user name')
  const { body: user } = await transport.request('POST', '/admin/users', {
    body: {
      bot,
      email,
      username: options.username,
      display_name: options.displayName,
      role: options.role,
      os_user: options.osUser,
      reason: options.reason,
      password: bot
        ? undefined
        : await readPassword(terminal, options, 'Password of the new account'),
    },
  })
  await output.show(user, () => view(user, output))
}

function askEmail(terminal: Terminal): Promise<string> {
  if (terminal.isInteractive) return terminal.input('E-mail')
  throw new Failure('usage', `required option '--email <address>' not specified`)
}

/** Runs before the password prompt. @throws Failure if another account has the name or e-mail */
async function refuseTaken(transport: Transport, reference: string, what: string) {
  const found = await transport.request('GET', addressOf('users', reference)).catch((error) => {
    // Before the first admin there is no account to look with, so the server checks on creation.
    const isUnknown =
      error instanceof Failure && ['not_found', 'forbidden', 'usage'].includes(error.outcome)
    if (!isUnknown) throw error
  })
  if (!found) return
  const { username } = found.body
  throw new Failure(
    'conflict',
    `@${username} has this ${what} already: plaza users show @${username}`
  )
}

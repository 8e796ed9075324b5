import type { Invocation } from '#cli/invocation'
import { readPassword } from '#cli/secrets'
import { view } from '#cli/subjects/users'

export default async function createUser({ door: open, options, output, terminal }: Invocation) {
  const door = await open({ founding: options.role === 'admin' })
  const { body: user } = await door.request('POST', '/admin/users', {
    body: {
      email: options.email,
      username: options.username,
      display_name: options.displayName,
      role: options.role,
      os_user: options.osUser,
      reason: options.reason,
      password: await readPassword(terminal, options, 'Password of the new account'),
    },
  })
  await output.show(user, () => view(user, output))
}

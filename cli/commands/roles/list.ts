import type { Invocation } from '#cli/invocation'
import { columns, path } from '#cli/resources/roles'

export default async function listRoles({ transport: open, output }: Invocation) {
  const { body: roles } = await (await open()).request('GET', path)
  await output.show(roles, () => output.table(roles, columns))
}

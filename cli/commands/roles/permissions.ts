import type { Invocation } from '#cli/invocation'
import { permissionColumns } from '#cli/resources/roles'

export default async function listPermissions({ transport: open, output }: Invocation) {
  const { body: permissions } = await (await open()).request('GET', '/admin/permissions')
  await output.show(permissions, () => output.table(permissions, permissionColumns))
}

import { listRoles } from '#queries/roles/find_role'
import { permissionNames, permissions } from '#domain/permissions'

export default class PermissionsController {
  async index() {
    const builtIn = (await listRoles()).filter((role) => role.isBuiltIn)
    return permissionNames.map((name) => {
      const roles = builtIn.filter(({ grants }) => grants.has(name)).map((role) => role.name)
      return { name, description: permissions[name], roles }
    })
  }
}

import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import CreateRole from '#actions/roles/create_role'
import DeleteRole from '#actions/roles/delete_role'
import UpdateRole from '#actions/roles/update_role'
import { jsonResponseOf } from '#http/json_response'
import type Role from '#models/role'
import { findRole, listRoles } from '#queries/roles/find_role'
import { shownRole } from '#resources/role'
import {
  createRoleValidator,
  deleteRoleValidator,
  roleInUrlValidator,
  updateRoleValidator,
} from '#validators/roles'
import { publicPath } from '#domain/public_path'

export default class RolesController {
  async index() {
    return (await listRoles()).map(shownRole)
  }

  async show({ request, response }: HttpContext) {
    const { role } = await request.validatePath(roleInUrlValidator)
    response.sendJson(responseOf(await findRole(role)))
  }

  @inject()
  async store(ctx: HttpContext, createRole: CreateRole) {
    const { auth, client, origin, request, response } = ctx
    const { dry_run: dryRun, ...fields } = await request.validateBody(createRoleValidator)
    const actor = auth.getUserOrFail()
    const role = await createRole.handle({ ...fields, dryRun, actor, origin, client })

    if (!dryRun) {
      ctx.mentions = [`role:${role.id}`]
      response.status(201).header('Location', publicPath(`/admin/roles/${role.name}`))
    }
    response.sendJson(responseOf(role))
  }

  @inject()
  async update({ auth, origin, request, response }: HttpContext, updateRole: UpdateRole) {
    const { role: name } = await request.validatePath(roleInUrlValidator)
    const fields = await request.validateBody(updateRoleValidator)
    const { dry_run: dryRun, reason, ...changes } = fields
    const actor = auth.getUserOrFail()
    const unlessStale = (revision: Date) => request.refuseStale(revision)

    const input = { name, changes, reason, actor, origin, dryRun, unlessStale }
    response.sendJson(responseOf(await updateRole.handle(input)))
  }

  @inject()
  async destroy({ auth, origin, request, response }: HttpContext, deleteRole: DeleteRole) {
    const { role: name } = await request.validatePath(roleInUrlValidator)
    const { dry_run: asked, ...options } = await request.validateQuery(deleteRoleValidator)
    const dryRun = asked === 'true'
    const actor = auth.getUserOrFail()
    const unlessStale = (revision: Date) => request.refuseStale(revision)

    await deleteRole.handle({ name, ...options, actor, origin, dryRun, unlessStale })
    response.noContent()
  }
}

const responseOf = (role: Role) => jsonResponseOf(shownRole(role), role.updatedAt.toJSDate())

import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import CreateUser from '#actions/users/create_user'
import { listUsers, showStaffUser } from '#queries/staff/list_users'
import { showStaffUserValidator } from '#validators/shows'
import { createUserValidator, listUsersValidator, userValidator } from '#validators/staff'
import { publicPath } from '#domain/public_path'

export default class UsersController {
  async index({ request, response }: HttpContext) {
    response.sendJson(await listUsers(await request.validateQuery(listUsersValidator)))
  }

  async show({ request, response }: HttpContext) {
    const { user: reference } = await request.validatePath(userValidator)
    const asked = await request.validateQuery(showStaffUserValidator)
    response.sendJson(await showStaffUser(reference, { asked }))
  }

  @inject()
  async store(ctx: HttpContext, create: CreateUser) {
    const { auth, client, origin, request, response } = ctx
    const fields = await request.validateBody(createUserValidator)
    const { display_name: displayName, os_user: osUser, ...details } = fields
    const actor = auth.getUserOrFail()
    const { id } = await create.handle({ ...details, displayName, osUser, actor, origin, client })

    ctx.mentions = [`user:${id}`]
    response.status(201).header('Location', publicPath(`/admin/users/${id}`))
    response.sendJson(await showStaffUser(String(id), { client }))
  }
}

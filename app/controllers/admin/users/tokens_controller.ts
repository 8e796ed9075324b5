import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import CreateBotToken from '#actions/personal_tokens/create_bot_token'
import RevokeUserToken from '#actions/personal_tokens/revoke_user_token'
import { listTokens, showNewToken } from '#queries/personal_tokens/list_tokens'
import { idOfUser } from '#queries/staff/filters'
import {
  createBotTokenValidator,
  listTokensValidator,
  revokeTokenValidator,
  userTokenInUrlValidator,
} from '#validators/personal_tokens'
import { userValidator } from '#validators/staff'
import { publicPath } from '#domain/public_path'

export default class TokensController {
  async index({ request }: HttpContext) {
    const { user: reference } = await request.validatePath(userValidator)
    const asked = await request.validateQuery(listTokensValidator)
    return listTokens(await idOfUser(reference), asked)
  }

  @inject()
  async store(ctx: HttpContext, createBotToken: CreateBotToken) {
    const { auth, client, origin, request, response } = ctx
    const { user: reference } = await request.validatePath(userValidator)
    const asked = await request.validateBody(createBotTokenValidator)
    const { expires_at: expiresAt, allowed_networks: allowedNetworks, reason, ...rest } = asked
    const userId = await idOfUser(reference, client)
    const fields = { ...rest, expiresAt, allowedNetworks }
    const actor = auth.getUserOrFail()
    const made = await createBotToken.handle({ actor, userId, fields, reason, origin, client })

    ctx.holdsSecret = true
    ctx.mentions = [`personal_token:${made.id}`, `user:${userId}`]
    response.status(201).header('Location', publicPath(`/admin/users/${userId}/tokens/${made.id}`))
    return showNewToken(made, client)
  }

  @inject()
  async destroy(ctx: HttpContext, revokeUserToken: RevokeUserToken) {
    const { auth, origin, request, response } = ctx
    const { user: reference, id } = await request.validatePath(userTokenInUrlValidator)
    const { reason } = await request.validateQuery(revokeTokenValidator)
    request.refuseStale(null)
    const userId = await idOfUser(reference)
    const actor = auth.getUserOrFail()
    await revokeUserToken.handle({ actor, id, userId, reason, origin })
    response.noContent()
  }
}

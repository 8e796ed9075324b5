import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import CreateToken from '#actions/personal_tokens/create_token'
import RevokeToken from '#actions/personal_tokens/revoke_token'
import { sourceOf } from '#http/source'
import { listTokens, showNewToken } from '#queries/personal_tokens/list_tokens'
import { idValidator } from '#validators/lists'
import { createTokenValidator, listTokensValidator } from '#validators/personal_tokens'
import { publicPath } from '#domain/public_path'

export default class PersonalTokensController {
  async index({ auth, request }: HttpContext) {
    const asked = await request.validateQuery(listTokensValidator)
    return listTokens(auth.getUserOrFail().id, asked)
  }

  @inject()
  async store(ctx: HttpContext, createToken: CreateToken) {
    const { auth, client, request, response } = ctx
    const asked = await request.validateBody(createTokenValidator)
    const { expires_at: expiresAt, allowed_networks: allowedNetworks, ...rest } = asked
    const { id: userId, sessionId } = auth.getUserOrFail()
    const fields = { ...rest, expiresAt, allowedNetworks }
    const source = sourceOf(request)
    const made = await createToken.handle({ userId, sessionId, fields, source, client })

    ctx.holdsSecret = true
    ctx.mentions = [`personal_token:${made.id}`]
    response.status(201).header('Location', publicPath(`/tokens/${made.id}`))
    return showNewToken(made, client)
  }

  @inject()
  async destroy({ auth, request, response }: HttpContext, revokeToken: RevokeToken) {
    const { id } = await request.validatePath(idValidator)
    request.refuseStale(null)
    const { id: userId, sessionId } = auth.getUserOrFail()
    await revokeToken.handle({ id, userId, sessionId, source: sourceOf(request) })
    response.noContent()
  }
}

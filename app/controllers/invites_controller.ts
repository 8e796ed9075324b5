import { inject } from '@adonisjs/core'
import config from '@adonisjs/core/services/config'
import type { HttpContext } from '@adonisjs/core/http'
import CreateInvite from '#actions/invites/create_invite'
import RevokeInvite from '#actions/invites/revoke_invite'
import SignupClosedException from '#exceptions/signup_closed_exception'
import { countMailTo } from '#limits/mail_requests'
import { refuseWithoutMail } from '#mail/availability'
import { showNewInvite } from '#queries/invites/new_invite'
import { listOwn } from '#queries/own/own_rows'
import { invite } from '#resources/invite'
import { createInviteValidator, listInvitesValidator } from '#validators/invites'
import { idValidator } from '#validators/lists'
import { publicPath } from '#domain/public_path'
import type { SignupMode } from '#domain/signup'

export default class InvitesController {
  async index({ auth, request, response }: HttpContext) {
    const options = await request.validateQuery(listInvitesValidator)
    response.sendJson(await listOwn(invite.views.Invite, auth.getUserOrFail(), options))
  }

  @inject()
  async store(ctx: HttpContext, createInvite: CreateInvite) {
    const { auth, client, request, response } = ctx
    const fields = await request.validateBody(createInviteValidator)
    const { max_uses: maxUses, expires_at: expiresAt, role, email } = fields
    if (config.get<SignupMode>('accounts.signup') === 'closed') throw new SignupClosedException()
    if (email !== undefined) {
      refuseWithoutMail()
      await countMailTo(email)
    }
    const actor = auth.getUserOrFail()
    const made = await createInvite.handle({ actor, maxUses, expiresAt, role, email, client })

    ctx.holdsSecret = true
    ctx.mentions = [`invite:${made.id}`]
    response.status(201).header('Location', publicPath(`/invites/${made.id}`))
    return showNewInvite(made, client)
  }

  @inject()
  async destroy({ auth, request, response }: HttpContext, revokeInvite: RevokeInvite) {
    const { id } = await request.validatePath(idValidator)
    request.refuseStale(null)
    await revokeInvite.handle({ id, userId: auth.getUserOrFail().id })
    response.noContent()
  }
}

import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import LinkIdentity from '#actions/sessions/link_identity'
import { linkByPassword } from '#controllers/log_in_at_issuer'
import { signedIn } from '#controllers/signed_in'
import { issuerInUrlValidator } from '#validators/oidc'

export default class LinksController {
  @inject()
  async store(ctx: HttpContext, link: LinkIdentity) {
    const { issuer } = await ctx.request.validatePath(issuerInUrlValidator)
    const { session: lifetime } = ctx.auth.use('jwt').lifetimes
    return signedIn(ctx, await linkByPassword(ctx, issuer, link, lifetime))
  }
}

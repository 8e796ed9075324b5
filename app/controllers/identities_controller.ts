import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import RemoveIdentity from '#actions/identities/remove_identity'
import { issuers, takesPasswords } from '#auth/issuers'
import { sourceOf } from '#http/source'
import { listIdentities } from '#queries/users/list_identities'
import { idValidator } from '#validators/lists'
import { listIdentitiesValidator } from '#validators/oidc'

export default class IdentitiesController {
  async index({ auth, request }: HttpContext) {
    const asked = await request.validateQuery(listIdentitiesValidator)
    return listIdentities(auth.getUserOrFail().id, asked)
  }

  @inject()
  async destroy({ auth, request, response }: HttpContext, removeIdentity: RemoveIdentity) {
    const { id } = await request.validatePath(idValidator)
    request.refuseStale(null)
    const { id: userId, sessionId } = auth.getUserOrFail()
    const ways = { passwords: takesPasswords(), issuers: issuers().map(({ name }) => name) }
    await removeIdentity.handle({ id, userId, sessionId, ways, source: sourceOf(request) })
    response.noContent()
  }
}

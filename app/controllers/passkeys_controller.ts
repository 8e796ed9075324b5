import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import AddPasskey from '#actions/passkeys/add_passkey'
import RemovePasskey from '#actions/passkeys/remove_passkey'
import RenamePasskey from '#actions/passkeys/rename_passkey'
import { sourceOf } from '#http/source'
import { listPasskeys, showPasskey } from '#queries/passkeys/list_passkeys'
import { idValidator } from '#validators/lists'
import {
  addPasskeyValidator,
  listPasskeysValidator,
  renamePasskeyValidator,
} from '#validators/passkeys'
import { publicPath } from '#domain/public_path'

export default class PasskeysController {
  async index({ auth, request }: HttpContext) {
    const asked = await request.validateQuery(listPasskeysValidator)
    return listPasskeys(auth.getUserOrFail().id, asked)
  }

  @inject()
  async store({ auth, request, response }: HttpContext, addPasskey: AddPasskey) {
    const { passkey: attestation, name = 'Passkey' } =
      await request.validateBody(addPasskeyValidator)
    const { id: userId, sessionId } = auth.getUserOrFail()
    const source = sourceOf(request)
    const added = await addPasskey.handle({ userId, sessionId, attestation, name, source })
    response.status(201).header('Location', publicPath(`/passkeys/${added.id}`))
    return { ...(await showPasskey(added.id, userId)), recovery_codes: added.recoveryCodes }
  }

  @inject()
  async update({ auth, request }: HttpContext, renamePasskey: RenamePasskey) {
    const { id } = await request.validatePath(idValidator)
    const { name } = await request.validateBody(renamePasskeyValidator)
    request.refuseStale(null)
    const userId = auth.getUserOrFail().id
    await renamePasskey.handle({ id, userId, name })
    return showPasskey(id, userId)
  }

  @inject()
  async destroy({ auth, request, response }: HttpContext, removePasskey: RemovePasskey) {
    const { id } = await request.validatePath(idValidator)
    request.refuseStale(null)
    const { id: userId, sessionId } = auth.getUserOrFail()
    await removePasskey.handle({ id, userId, sessionId, source: sourceOf(request) })
    response.noContent()
  }
}

import type { HttpContext } from '@adonisjs/core/http'
import { optionsForPasskey } from '#queries/passkeys/options_for_passkey'

export default class OptionsController {
  async store({ auth }: HttpContext) {
    return optionsForPasskey(auth.getUserOrFail().id)
  }
}

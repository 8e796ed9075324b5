import type { HttpContext } from '@adonisjs/core/http'
import { requestOptions } from '#security/passkeys'

/** Stores nothing, so it needs no limit. */
export default class PasskeyOptionsController {
  async store({ response }: HttpContext) {
    response.header('Cache-Control', 'no-store')
    return requestOptions()
  }
}

import type { HttpContext } from '@adonisjs/core/http'
import { requestOptions } from '#security/passkeys'

/** What a browser needs to ask for a passkey. Nothing is stored, so anyone may ask any number of times. */
export default class PasskeyOptionsController {
  async store({ response }: HttpContext) {
    response.header('Cache-Control', 'no-store')
    return requestOptions()
  }
}

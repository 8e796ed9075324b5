import type { HttpContext } from '@adonisjs/core/http'
import config from '@adonisjs/core/services/config'
import { jsonResponseOf } from '#http/json_response'
import { publicPath } from '#domain/public_path'
import { version } from '#domain/version'

export default class HomeController {
  show({ response }: HttpContext) {
    const home = {
      message: 'Welcome to Plaza',
      name: 'plaza',
      version,
      docs: new URL(publicPath('/docs'), config.get<string>('app.appUrl')).href,
    }
    response.sendJson(jsonResponseOf(home))
  }
}

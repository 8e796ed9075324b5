import config from '@adonisjs/core/services/config'
import { publicPath } from '#domain/public_path'
import { version } from '#domain/version'

export default class HomeController {
  show() {
    return {
      message: 'Welcome to Plaza',
      name: 'plaza',
      version,
      docs: new URL(publicPath('/docs'), config.get<string>('app.appUrl')).href,
    }
  }
}

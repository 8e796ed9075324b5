import config from '@adonisjs/core/services/config'
import { version } from '#support/version'

export default class HomeController {
  show() {
    return {
      message: 'Welcome to Plaza',
      name: 'plaza',
      version,
      docs: new URL('/docs', config.get<string>('app.appUrl')).href,
    }
  }
}

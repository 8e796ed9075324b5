import config from '@adonisjs/core/services/config'
import type { Setting } from '#resources/setting'

export default class SettingsController {
  index() {
    return config.get<Setting[]>('settings.shown')
  }
}

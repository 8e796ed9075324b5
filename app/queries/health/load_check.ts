import { BaseCheck, Result } from '@adonisjs/core/health'
import { overload } from '#observability/overload'

/** A warning only: without this server, the others would have even more load. */
export class LoadCheck extends BaseCheck {
  name = 'load'

  async run() {
    return overload.isOn
      ? Result.warning('There is too much to do: refusing what can not be done in good time')
      : Result.ok('It keeps up')
  }
}

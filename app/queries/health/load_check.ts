import { BaseCheck, Result } from '@adonisjs/core/health'
import { overload } from '#observability/overload'

/**
 * Whether there is more to do than can be done. That is no reason to take a server away: the others
 * would have to do what it does.
 */
export class LoadCheck extends BaseCheck {
  name = 'load'

  async run() {
    return overload.isOn
      ? Result.warning('There is too much to do: refusing what can not be done in good time')
      : Result.ok('It keeps up')
  }
}

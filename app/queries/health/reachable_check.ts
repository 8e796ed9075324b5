import { BaseCheck, Result } from '@adonisjs/core/health'

/** Whether a part answers; its failure is a failure of ours only where we can't do without it. */
export class ReachableCheck extends BaseCheck {
  constructor(
    public name: string,
    private ping: () => Promise<unknown>,
    private needed: boolean
  ) {
    super()
  }

  async run() {
    try {
      await this.ping()
      return Result.ok('It answers')
    } catch {
      return this.needed
        ? Result.failed('It does not answer')
        : Result.warning('It does not answer: going on without it, slower')
    }
  }
}

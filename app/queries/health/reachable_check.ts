import { BaseCheck, Result } from '@adonisjs/core/health'

/** A failure only if Plaza needs the part; otherwise a warning. */
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

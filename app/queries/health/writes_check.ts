import { BaseCheck, Result } from '@adonisjs/core/health'
import { readOnly } from '#queries/system/read_only'

/** Reads work in any case. */
export class WritesCheck extends BaseCheck {
  name = 'writes'

  async run() {
    // The database's own check reports its failure.
    const refusal = await readOnly().catch(() => null)
    return refusal
      ? Result.warning(`They are refused since ${refusal.since}: plaza system readonly off`)
      : Result.ok('They are taken')
  }
}

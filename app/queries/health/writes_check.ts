import { BaseCheck, Result } from '@adonisjs/core/health'
import { readOnly } from '#queries/system/read_only'

/** Whether writes are taken: reads go on either way. */
export class WritesCheck extends BaseCheck {
  name = 'writes'

  async run() {
    // Without the database there is none; its own check says so.
    const refusal = await readOnly().catch(() => null)
    return refusal
      ? Result.warning(`They are refused since ${refusal.since}: plaza system readonly off`)
      : Result.ok('They are taken')
  }
}

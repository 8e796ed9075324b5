import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import ReadOnlyException from '#exceptions/read_only_exception'
import { readOnly } from '#queries/system/read_only'

/** Refuses writes of staff too. */
export default class WritableMiddleware {
  async handle(_: HttpContext, next: NextFn) {
    const refusal = await readOnly()
    if (refusal) throw new ReadOnlyException(refusal.retry_after, refusal.reason)
    await next()
  }
}

import env from '#start/env'
import type { Posting } from '#domain/permissions'

/** Who publishes. */
export const mode: Posting = env.get('POSTING')

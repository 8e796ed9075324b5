import env from '#start/env'
import type { Posting } from '#domain/permissions'

export const mode: Posting = env.get('POSTING')

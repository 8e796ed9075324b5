import env from '#start/env'
import type { Tagging } from '#domain/tag'

export const mode: Tagging = env.get('TAGS')

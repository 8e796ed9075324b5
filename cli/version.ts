import { createRequire } from 'node:module'

/** The version of Plaza that this is. */
export const { version } = createRequire(import.meta.url)('../package.json') as { version: string }

import { createRequire } from 'node:module'

/** The version of Plaza, as `package.json` has it. */
export const version: string = createRequire(import.meta.url)('../../package.json').version

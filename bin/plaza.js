#!/usr/bin/env node
/*
 * The `plaza` command: in a checkout, where TypeScript has to be understood first, and in a build.
 */

import { existsSync } from 'node:fs'

if (Number.parseInt(process.versions.node) < 24) {
  console.error(`error: plaza needs Node 24 or newer, and this is ${process.version}`)
  process.exit(1)
}
if (existsSync(new URL('cli.ts', import.meta.url))) await import('@poppinss/ts-exec')

await import('./cli.js')

#!/usr/bin/env node
/*
 * The `plaza` command: in a checkout, where TypeScript has to be understood first, and in a build.
 */

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const isCheckout = existsSync(new URL('cli.ts', import.meta.url))
if (isCheckout && !existsSync(new URL('../node_modules', import.meta.url))) {
  fail('the packages are not installed: npm ci')
}
if (Number.parseInt(process.versions.node) < 24) handOver()
if (isCheckout) await import('./typescript.js')

await import('./cli.js')

/** The packages of a checkout bring the right Node, whatever the machine has. */
function handOver() {
  const node = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url))
  if (!existsSync(node)) fail(`plaza needs Node 24 or newer, and this is ${process.version}`)
  const { status } = spawnSync(node, process.argv.slice(1), { stdio: 'inherit' })
  process.exit(status ?? 130)
}

function fail(message) {
  console.error(`error: ${message}`)
  process.exit(1)
}

#!/usr/bin/env node
/* The `plaza` command, in a checkout (where Node needs a TypeScript hook) and in a build. */

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import module from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const isCheckout = existsSync(new URL('cli.ts', import.meta.url))
if (isCheckout && !existsSync(new URL('../node_modules', import.meta.url))) {
  fail('the packages are not installed: npm ci')
}
if (Number.parseInt(process.versions.node) < 24) handOver()
keepCompiled()
if (isCheckout) await import('./typescript.js')

await import('./cli.js')

/** Caches V8's compiled code, in a folder that only this user can write, since it is code. */
function keepCompiled() {
  const { HOME: home, XDG_CACHE_HOME: folder = home && join(home, '.cache') } = process.env
  if (!folder || !module.enableCompileCache) return
  let path = ''
  try {
    // Node's recursive mkdir never returns under /proc.
    for (const name of [folder, 'plaza', 'compiled']) {
      path = join(path, name)
      if (!existsSync(path)) mkdirSync(path, { mode: 0o700 })
    }
  } catch {
    return
  }
  module.enableCompileCache(path)
}

function handOver() {
  const node = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url))
  if (!existsSync(node))
    fail(
      `plaza needs Node 24 or newer, and this is ${process.version}: https://nodejs.org/en/download`
    )
  const { status } = spawnSync(node, process.argv.slice(1), { stdio: 'inherit' })
  process.exit(status ?? 130)
}

function fail(message) {
  console.error(`error: ${message}`)
  process.exit(1)
}

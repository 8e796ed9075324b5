import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BUILD, limitsOf, type Plaza } from './plaza.js'
import type { Figure } from './report.js'

const MIN_POSTS_IN = 500
const MIN_POSTS_OUT = 2000
const MAX_MEGABYTES = 200
const POLL_MS = 50

/** Moves all rows to an archive, and the archive into an empty database. */
export async function moving(plaza: Plaza): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'plaza-bench-'))
  const archive = join(folder, 'all.tar.zst')
  const [{ posts }] = await plaza.query('select count(*)::int as posts from posts')
  const name = `moved_${process.pid}`
  const here = { ...plaza.env, ...limitsOf('2g') }
  const env = { ...here, DATABASE_URL: withDatabase(plaza.databaseUrl, name) }
  try {
    const out = await measured(here, ['export', '--output', archive])
    await plaza.query(`create database ${name}`)
    execFileSync(process.execPath, ['ace.js', 'migration:run', '--force'], { cwd: BUILD, env })
    const into = await measured(env, ['import', archive, '--from', 'plaza'])
    return [
      { name: 'posts a second out', value: posts / out.seconds, atLeast: MIN_POSTS_OUT },
      { name: 'memory of an export, MB', value: out.megabytes, atMost: MAX_MEGABYTES },
      { name: 'posts a second in', value: posts / into.seconds, atLeast: MIN_POSTS_IN },
      { name: 'memory of an import, MB', value: into.megabytes, atMost: MAX_MEGABYTES },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await plaza.query(`drop database if exists ${name} with (force)`)
  }
}

const withDatabase = (address: string, name: string) => {
  const url = new URL(address)
  url.pathname = name
  return url.href
}

/** With the start of the command. */
async function measured(env: NodeJS.ProcessEnv, args: string[]) {
  const begun = performance.now()
  const child = spawn(process.execPath, ['bin/plaza.js', ...args], {
    cwd: BUILD,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let megabytes = 0
  const timer = setInterval(() => (megabytes = peakOf(child.pid!) ?? megabytes), POLL_MS)
  const [code] = await once(child, 'exit').finally(() => clearInterval(timer))
  if (code !== 0) throw new Error(`plaza ${args.join(' ')} ended with ${code}`)
  return { seconds: (performance.now() - begun) / 1000, megabytes }
}

/** The kernel keeps the greatest resident size. */
function peakOf(pid: number): number | undefined {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
  } catch {
    return undefined
  }
}

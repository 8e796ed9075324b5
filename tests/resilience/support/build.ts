import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const sources = ['app', 'bin', 'cli', 'config', 'database', 'providers', 'start']
const files = [
  'adonisrc.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
]
/** Each run of the migrations writes it again, with the same text. */
const generated = 'database/schema.ts'

/** The output of `npm run build`. */
export const BUILD = join(ROOT, 'build')

let failure: Error | undefined

/** Makes the production build, unless it is newer than its sources. */
export function buildOnce() {
  if (failure) throw failure
  const made = join(BUILD, 'package.json')
  if (existsSync(made) && modified(made) > newestSource()) return
  const { status, stdout, stderr } = spawnSync('npm', ['run', 'build'], {
    cwd: ROOT,
    // Builds like an operator, without the settings of the tests.
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
    encoding: 'utf8',
  })
  if (status === 0) return
  failure = new Error(`npm run build failed:\n${stdout}${stderr}`)
  throw failure
}

function newestSource() {
  const paths = sources.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true }).map((name) => join(folder, String(name)))
  )
  const watched = [...files, ...paths].filter((path) => path !== generated && /\.\w+$/.test(path))
  return Math.max(...watched.map((path) => modified(join(ROOT, path))))
}

const modified = (path: string) => statSync(path).mtimeMs

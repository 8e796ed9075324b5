/* The start of all npm scripts: plain JavaScript on Node 18 or newer, before any package is installed. */

import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const LOCK = join(ROOT, 'tmp/install.lock')
const ENTRIES = {
  dev: 'bin/dev.ts',
  test: 'bin/test.ts',
  plaza: 'bin/cli.ts',
  bench: 'bench/run.ts',
  shots: 'bin/shots/run.ts',
  ace: 'bin/console.ts',
}
const [command, ...args] = process.argv.slice(2)

if (command !== 'prepare' && !ENTRIES[command])
  fail('usage: node bin/setup.js dev|test|plaza|ace|bench|shots|prepare')

installOnce()
// A service must not find development settings.
if (command !== 'plaza' || args.find((word) => !word.startsWith('-')) !== 'service') writeSecrets()
generateCode()
if (ENTRIES[command]) handOver(['--import=./bin/typescript.js', ENTRIES[command], ...args])

/** npm keeps a copy of the lock file in node_modules. */
function isInstalled() {
  const wanted = packagesOf('package-lock.json')
  const installed = packagesOf('node_modules/.package-lock.json')

  return (
    Object.keys(installed).every((path) => path in wanted) &&
    Object.entries(wanted).every(([path, { version, optional }]) => {
      return installed[path] ? installed[path].version === version : optional || path === ''
    })
  )
}

function installOnce() {
  mkdirSync(join(ROOT, 'tmp'), { recursive: true })
  while (!isInstalled()) {
    if (takeLock()) {
      install()
      return rmSync(LOCK)
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
  }
}

function takeLock() {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    if (!isRunning(Number(readLock()))) rmSync(LOCK, { force: true })
    return false
  }
}

function readLock() {
  try {
    return readFileSync(LOCK, 'utf8')
  } catch {
    return String(process.pid)
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(join(ROOT, file), 'utf8')).packages
  } catch {
    return {}
  }
}

function install() {
  // Standard output belongs to the command.
  console.error('Installing the packages (npm ci); this happens once and after an update …')

  const npm = process.env.npm_execpath
  const options = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const result = npm
    ? spawnSync(process.execPath, [npm, ...options], { cwd: ROOT, encoding: 'utf8' })
    : spawnSync('npm', options, { cwd: ROOT, encoding: 'utf8' })
  if (result.status === 0) return

  const lines = String(result.error?.message ?? result.stderr)
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!) ?(notarget|network|404)?/, '').trim())
    .filter((line) => line && !/^(code|errno|syscall) /.test(line))
  fail(`The install failed: ${lines[0] ?? 'npm gave no reason'} (npm ci tells more)`)
}

/** Never overwrites: tokens signed with the old secrets must stay valid. */
function writeSecrets() {
  const secret = (bytes) => randomBytes(bytes).toString('base64url')
  const lines = [
    'NODE_ENV=development',
    'HOST=localhost',
    'PORT=3333',
    `APP_KEY=${secret(32)}`,
    `JWT_KEYS=${randomBytes(4).toString('hex')}:${secret(48)}`,
  ]
  try {
    writeFileSync(join(ROOT, '.env'), `${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' })
    console.error('Wrote .env with fresh secrets')
  } catch (error) {
    if (error.code !== 'EEXIST') fail(`.env cannot be written: ${error.message}`)
  }
}

function generateCode() {
  // The dev watcher keeps generated code up to date.
  if (command !== 'test' && existsSync(join(ROOT, '.adonisjs/server/resources.ts'))) return
  const { status, stdout, stderr } = spawnSync(findNode(), ['ace.js', 'codegen'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  if (status !== 0) fail(`node ace codegen failed:\n${stdout}${stderr}`)
}

function findNode() {
  const node = join(ROOT, 'node_modules/.bin/node')
  if (existsSync(node)) return node
  if (Number.parseInt(process.versions.node) >= 24) return process.execPath
  return fail('node_modules has no Node 24: run npm ci, with install scripts allowed')
}

function handOver(argv) {
  // The IPC channel tells the child when this process is killed.
  const child = spawn(findNode(), argv, {
    cwd: ROOT,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  // npm signals only the shell between us, which ends without passing it on.
  const parent = process.ppid
  setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 250).unref()
  child.on('error', (error) => fail(`Node 24 does not start: ${error.message}`))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}

function fail(message) {
  console.error(message)
  process.exit(1)
}

/* `npm run build`: makes build/, and keeps an .env and node_modules in it. */

import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const BUILD = join(ROOT, 'build')
/** The outDir of tsconfig.build.json. A failed build leaves build/ as it was. */
const DRAFT = join(ROOT, 'tmp/build')
const SPARED = /^(node_modules|\.env.*)$/

const STEPS = ['codegen', 'openapi:write', 'docs:write', 'build --tsconfig=tsconfig.build.json']
node(['bin/studio.ts'])
for (const step of STEPS) node(['ace.js', ...step.split(' ')])
describePackage()
putInPlace()
console.log(`
Built. To serve it, with Node 24 or newer:

  cd build
  npm ci --omit=dev
  npm run plaza -- db migrate
  npm start
`)

function node(words) {
  console.log(`node ${words.join(' ')}`)
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: ROOT,
    encoding: 'utf8',
  })
  if (status === 0) return
  console.error(`${stdout}${stderr}`)
  process.exit(1)
}

function describePackage() {
  const file = join(DRAFT, 'package.json')
  const description = JSON.parse(readFileSync(file, 'utf8'))
  description.engines = { node: '>=24' }
  description.scripts = { start: 'node bin/cluster.js', plaza: 'node bin/plaza.js' }
  writeFileSync(file, `${JSON.stringify(description, null, 2)}\n`)
  copyFileSync(join(ROOT, '.npmrc'), join(DRAFT, '.npmrc'))
}

function putInPlace() {
  mkdirSync(BUILD, { recursive: true })
  for (const name of readdirSync(BUILD).filter((one) => !SPARED.test(one))) {
    rmSync(join(BUILD, name), { recursive: true, force: true })
  }
  for (const name of readdirSync(DRAFT)) renameSync(join(DRAFT, name), join(BUILD, name))
  rmSync(DRAFT, { recursive: true })
}

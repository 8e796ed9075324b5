import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'

const entries = readdirSync(app.makePath('bin/entries'))
const old = `data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'20.20.2'}})`

test.group('An entry point', () => {
  test('{$self} reports an older Node before it loads anything else')
    .with(entries)
    .run(({ assert }, entry) => {
      const path = `bin/${entry}`
      const imports = readFileSync(app.makePath(path), 'utf8').match(/^import .*$/gm)
      assert.deepEqual(imports, [`import './node_version.js'`])

      const args = ['--import=./bin/typescript.js', `--import=${old}`, path]
      const { status, stdout, stderr } = spawnSync(process.execPath, args, {
        cwd: app.makePath(),
        encoding: 'utf8',
      })
      assert.deepEqual([status, stdout], [1, ''])
      assert.match(stderr, /^Plaza needs Node 24 or newer, and this is v.*: install it .*\n$/)
    })
})

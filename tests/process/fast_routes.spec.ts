import { spawnSync } from 'node:child_process'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'

test.group('A server with a guarded route that is declared fast', () => {
  test('does not start, and names the route', ({ assert }) => {
    const args = ['--import=./bin/typescript.js', 'tests/process/unsafe_route.ts']
    const { status, stderr, stdout } = spawnSync(process.execPath, args, {
      cwd: app.makePath(),
      encoding: 'utf8',
      timeout: 120_000,
    })
    assert.equal(status, 1, stdout)
    assert.match(
      stdout + stderr,
      /mine\.index can't be fast: fast reads skip its middleware \(auth\)/
    )
  })
})

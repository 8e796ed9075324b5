import { execFile, execFileSync } from 'node:child_process'
import { glob } from 'node:fs/promises'
import { promisify } from 'node:util'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'

/** Whether the machine has ShellCheck. With REQUIRE_SHELLCHECK its absence is a failure. */
const hasShellCheck = process.env.REQUIRE_SHELLCHECK === '1' || isInstalled()

function isInstalled() {
  try {
    execFileSync('shellcheck', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

test.group('Shell scripts', () => {
  test('pass ShellCheck', async ({ assert }) => {
    const cwd = app.makePath()
    const scripts = await Array.fromAsync(
      glob(['.ci/*', '{docker,nginx,systemd}/**/*.sh'], { cwd })
    )
    assert.includeMembers(scripts, ['.ci/run', 'docker/init.sh', 'nginx/render.sh'])

    const check = promisify(execFile)('shellcheck', ['--', ...scripts], { cwd })
    const faults = await check.catch(({ stdout, message }) => ({ stdout: stdout || message }))
    assert.equal(faults.stdout, '')
  }).skip(!hasShellCheck, 'there is no shellcheck on the PATH')
})

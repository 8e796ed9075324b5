import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'

const run = promisify(execFile)

const isThere = await run('systemd-analyze', ['--version']).then(
  () => true,
  () => false
)

/** The units on a machine that has the programs they start. Here those are `true`. */
async function installed() {
  const folder = await mkdtemp(join(tmpdir(), 'plaza-units-'))
  await cp(app.makePath('systemd'), folder, { recursive: true })
  const names = await readdir(folder, { recursive: true })
  const units = names.filter((name) => /\.(service|timer)$/.test(name))
  const files = units.map((name) => join(folder, name))
  for (const file of files) {
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace(/^(Exec\w+=)\S+/gm, '$1/bin/true'))
  }
  return { folder, files }
}

test.group('The systemd units', (group) => {
  if (!isThere) group.tap((one) => one.skip(true, 'there is no systemd-analyze on the PATH'))

  test('pass systemd-analyze', async ({ assert, cleanup }) => {
    const { folder, files } = await installed()
    cleanup(() => rm(folder, { recursive: true }))
    assert.isAbove(files.length, 2)
    for (const file of files) {
      const args = ['verify', '--recursive-errors=no', file]
      const { stderr } = await run('systemd-analyze', args)
      assert.equal(stderr, '', basename(file))
    }
  })

  test('expose little to an attacker', async ({ assert, cleanup }) => {
    const { folder, files } = await installed()
    cleanup(() => rm(folder, { recursive: true }))
    for (const file of files.filter(
      (one) => one.endsWith('.service') && !one.endsWith('/plaza.service')
    )) {
      const args = ['security', '--offline=true', '--threshold=25', '--no-pager', file]
      const { stdout } = await run('systemd-analyze', args)
      assert.match(stdout, /Overall exposure level/)
    }
  })

  test('create and test backups, after a time off too', async ({ assert }) => {
    const folders = ['systemd', 'systemd/bare']
    for (const timer of folders.flatMap((folder) => [
      `${folder}/plaza-backup.timer`,
      `${folder}/plaza-verify-backup.timer`,
    ])) {
      const text = await readFile(app.makePath(timer), 'utf8')
      assert.match(text, /^Persistent=true$/m, timer)
      assert.match(text, /^RandomizedDelaySec=/m, timer)
      assert.match(text, /^OnCalendar=/m, timer)
      const service = await readFile(app.makePath(timer.replace('.timer', '.service')), 'utf8')
      assert.match(service, /^Type=oneshot$/m, timer)
    }
  })
})

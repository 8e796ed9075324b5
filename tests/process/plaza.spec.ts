import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from '@japa/runner'
import { ROOT, shell } from '#tests/process/shell'

/**
 * Seconds of processor time of a command line, the least of three runs, because the time depends on the
 * load of the machine.
 */
function processorTimeOf(line: string) {
  const seconds = [1, 2, 3].map(() => {
    const { status, stderr } = shell(`TIMEFORMAT='%U %S'; time ${line} > /dev/null`)
    if (status !== 0) throw new Error(stderr)
    const [user, system] = stderr.trim().split(' ')
    return Number(user) + Number(system)
  })
  return Math.min(...seconds)
}

test.group('plaza as a process', () => {
  test('shows its help without a database', ({ assert }) => {
    const env = { DATABASE_URL: 'postgres://127.0.0.1:1/none' }
    assert.include(shell('plaza --help', env).stdout, 'Usage: plaza')
  })

  test('shows its help quickly', ({ assert }) => {
    // A build starts no compiler.
    const compiler = processorTimeOf(`"${process.execPath}" --import=./bin/typescript.js --eval 0`)
    assert.isBelow(processorTimeOf('plaza --help') - compiler, 0.3)
  })

  test('ends quietly when its reader ends, with the usual exit code', async ({ assert }) => {
    const { status, stdout, stderr } = shell('plaza db status --jsonl | true')

    assert.equal(stderr, '')
    assert.equal(status, 141)
    assert.equal(stdout, '')
  })

  test('exits with 7 and one line if PostgreSQL is away', async ({ assert }) => {
    const { status, stdout, stderr } = shell('plaza db status', {
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    })

    assert.equal(status, 7)
    assert.equal(stdout, '')
    assert.match(stderr, /^error: .*PostgreSQL.*\n$/)
  })

  test('prints only data to standard output, and asks nothing in a pipe', async ({ assert }) => {
    const { status, stdout, stderr } = shell('plaza db rollback')

    assert.equal(status, 5)
    assert.equal(stdout, '')
    assert.match(stderr, /^error: .*--yes\n$/)
  })

  test('exits with 130 on Ctrl-C', async ({ assert }) => {
    const line = 'login --remote http://192.0.2.1 --username x --password-stdin'
    const child = spawn(process.execPath, ['bin/plaza.js', ...line.split(' ')], { cwd: ROOT })
    await once(child.stderr, 'data')

    child.kill('SIGINT')

    const [code] = await once(child, 'exit')
    assert.equal(code, 130)
  })
})

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { test } from '@japa/runner'
import { ROOT, shell } from '#tests/process/shell'

const escape = '\u001B'

/** Quotes a text for a shell line. */
const plaza = (line: string) => `'${process.execPath}' bin/plaza.js ${line}`

/**
 * Runs a command on its own terminal.
 *
 * @param answers the input, typed after each question
 * @returns the output to the terminal
 */
async function onTerminal(
  line: string,
  env: NodeJS.ProcessEnv,
  answers: [question: string, answer: string][] = []
) {
  const child = spawn('script', ['-qec', plaza(line), '/dev/null'], {
    cwd: ROOT,
    env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: undefined, ...env },
  })
  let shown = ''
  child.stdout.on('data', (data) => {
    shown += data
    const [next] = answers
    if (!next || !shown.includes(next[0])) return
    answers.shift()
    // The terminal echoes input that arrives before the question disables the echo.
    setTimeout(() => child.stdin.write(`${next[1]}\r`), 300)
  })
  const [code] = await once(child, 'close')
  return { code, shown }
}

const hasTerminal = spawnSync('script', ['--version']).status === 0

test.group('plaza on a terminal', () => {
  test('sends {term} {what}, and never shows a password')
    .with([
      { term: 'dumb', what: 'plain text', escapes: false },
      { term: 'xterm-256color', what: 'escapes too', escapes: true },
    ])
    .skip(!hasTerminal, 'There is no script(1)')
    .run(async ({ assert }, { term, escapes }) => {
      const { code, shown } = await onTerminal(
        'login --remote http://127.0.0.1:1',
        { TERM: term },
        [
          ['User name or e-mail', 'moe'],
          ['Password', 'correct horse'],
        ]
      )

      assert.equal(code, 7, shown)
      assert.include(shown, 'moe')
      assert.include(shown, 'error:')
      assert.notInclude(shown, 'correct horse')
      assert.equal(shown.includes(escape), escapes, JSON.stringify(shown))
    })

  test('colours by {says}: {coloured}')
    .with([
      { says: 'TERM=xterm', env: { TERM: 'xterm' }, coloured: true },
      { says: 'TERM=dumb', env: { TERM: 'dumb' }, coloured: false },
      { says: 'TERM=xterm NO_COLOR=1', env: { TERM: 'xterm', NO_COLOR: '1' }, coloured: false },
      {
        says: 'TERM=xterm FORCE_COLOR=0',
        env: { TERM: 'xterm', FORCE_COLOR: '0' },
        coloured: false,
      },
      { says: 'TERM=dumb FORCE_COLOR=1', env: { TERM: 'dumb', FORCE_COLOR: '1' }, coloured: true },
      {
        says: 'TERM=xterm NO_COLOR=1 FORCE_COLOR=1',
        env: { TERM: 'xterm', NO_COLOR: '1', FORCE_COLOR: '1' },
        coloured: true,
      },
    ])
    .skip(!hasTerminal, 'There is no script(1)')
    .run(async ({ assert }, { env, coloured }) => {
      const { shown } = await onTerminal('users lost', env)

      assert.include(shown, 'error:')
      assert.equal(shown.includes(escape), coloured)
    })
})

test.group('plaza in a pipe', () => {
  test('colours by {says}: {coloured}')
    .with([
      { says: 'nothing', env: {}, coloured: false },
      { says: 'FORCE_COLOR=1', env: { FORCE_COLOR: '1' }, coloured: true },
      {
        says: 'FORCE_COLOR=3 NO_COLOR=1',
        env: { FORCE_COLOR: '3', NO_COLOR: '1' },
        coloured: true,
      },
      { says: 'FORCE_COLOR=false', env: { FORCE_COLOR: 'false' }, coloured: false },
    ])
    .run(({ assert }, { env, coloured }) => {
      const none = { FORCE_COLOR: undefined, NO_COLOR: undefined, TERM: 'xterm' }
      const { stdout } = shell('plaza users lost 2>&1 | cat; plaza --help', {
        ...none,
        ...env,
      })

      assert.include(stdout, "unknown command 'lost'")
      assert.equal(stdout.includes(escape), coloured)
    })
})

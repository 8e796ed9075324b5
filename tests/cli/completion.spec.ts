import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { placesOf } from '#cli/completion/places'
import { createProgram } from '#cli/program'
import { CapturedTerminal, plaza } from '#tests/support/captured_terminal'

/** The path of a shell that a machine may not have. */
const hasShell = (name: string) => spawnSync(name, ['--version']).status === 0

const program = createProgram(() => async () => {}, new CapturedTerminal())

test.group('plaza completion bash', (group) => {
  let folder: string

  group.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plaza-'))
    await writeFile(join(folder, 'a plan.json'), '')
    await mkdir(join(folder, 'checkout'))
    return () => rm(folder, { recursive: true })
  })

  const complete = async (...words: string[]) => {
    const { out: script } = await plaza('completion bash')
    const list = words.map((word) => `'${word}'`).join(' ')
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-s'], {
      cwd: folder,
      input: `${script}\nCOMP_WORDS=(plaza ${list}); COMP_CWORD=${words.length}; _plaza\nprintf '%s\\n' "\${COMPREPLY[@]}"`,
      encoding: 'utf8',
    })
    return (stderr + stdout).trimEnd().split('\n')
  }

  test('completes {words} to {to}')
    .with([
      { words: ['us'], to: ['users'] },
      { words: ['users', 'unsus'], to: ['unsuspend'] },
      { words: ['users', 'suspend', '@users', '--un'], to: ['--until'] },
      { words: ['--as', '@moe', 'users', 'list', '--j'], to: ['--json', '--jsonl'] },
      { words: ['completion', 'z'], to: ['zsh'] },
      { words: ['users', 'list', '--role', 'm'], to: ['member', 'moderator'] },
      { words: ['users', 'set-role', '@moe', 'e'], to: ['editor'] },
      { words: ['posts', 'list', '--status', 'd'], to: ['deleted', 'draft'] },
      { words: ['comments', 'list', '--status', 'd'], to: ['deleted'] },
      { words: ['audit', 'list', '--sort', '=', 'n'], to: ['new'] },
      { words: ['backup', 'create', '--before', '='], to: ['upgrade', 'restore'] },
      { words: ['posts', 'list', '--columns', 't'], to: ['title'] },
      { words: ['posts', 'list', '--columns', 'id,title,vo'], to: ['id,title,votes'] },
      { words: ['bulk', 'plan', '--action', 'post.l'], to: ['post.lock'] },
      { words: ['bulk', 'apply', 'a'], to: ['a plan.json'] },
      { words: ['bulk', 'undo', 'a'], to: ['a plan.json'] },
      { words: ['users', 'export', '@moe', '--output', 'a'], to: ['a plan.json'] },
      { words: ['backup', 'verify', '--identity', ''], to: ['a plan.json', 'checkout'] },
      { words: ['service', 'upgrade', '--from', ''], to: ['checkout'] },
      { words: ['import', 'a'], to: ['a plan.json'] },
      { words: ['import', 'a', '--from', 'w'], to: ['wordpress'] },
      { words: ['posts', 'list', '--limit', ''], to: [''] },
      { words: ['--remote', ''], to: [''] },
    ])
    .run(async ({ assert }, { words, to }) => {
      assert.sameMembers(await complete(...words), to)
    })
})

test.group('plaza completion', () => {
  test('completes the values of every option', ({ assert }) => {
    for (const { path, options } of placesOf(program)) {
      for (const { flags, value } of options) {
        const about = `${path} ${flags.at(-1)}`
        if (typeof value === 'object') assert.isNotEmpty(value.words, about)
      }
    }
    const files = placesOf(program).flatMap(({ options }) =>
      options.filter(({ value }) => value === 'file').map(({ flags }) => flags.at(-1)!)
    )
    const named = ['--author-map', '--identity', '--meta-map', '--output', '--receipt']
    assert.sameMembers([...new Set(files)], named)
  })

  test('prints scripts for zsh and fish', async ({ assert }) => {
    assert.match((await plaza('completion zsh')).out, /^#compdef plaza/)
    assert.include((await plaza('completion fish')).out, "__plaza_at '\\''users suspend'\\''")
  })

  test('prints a script without errors for zsh', async ({ assert }) => {
    const { out: input } = await plaza('completion zsh')
    assert.equal(spawnSync('zsh', ['-n'], { input, encoding: 'utf8' }).stderr, '')
  }).skip(!hasShell('zsh'), 'There is no zsh')

  test('completes {line} to {to} in fish')
    .with([
      { line: 'plaza users list --role m', to: ['member', 'moderator'] },
      { line: 'plaza users list --status=si', to: ['--status=silenced'] },
      { line: 'plaza posts list --columns id,ti', to: ['id,title'] },
      { line: 'plaza posts list --limit ', to: [] },
    ])
    .run(async ({ assert }, { line, to }) => {
      const { out: script } = await plaza('completion fish')
      const asked = `${script}\ncomplete -C '${line}'`
      const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', asked], {
        encoding: 'utf8',
      })
      assert.equal(stderr, '')
      assert.sameMembers(
        stdout.split('\n').flatMap((each) => each.split('\t')[0] || []),
        to
      )
    })
    .skip(!hasShell('fish'), 'There is no fish')
})

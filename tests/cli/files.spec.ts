import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase } from '#tests/support/database'

test.group('plaza … --output', (group) => {
  let admin: User
  let folder: string

  group.each.setup(async () => {
    await emptyDatabase()
    admin = await UserFactory.apply('admin').create()
    await PostFactory.merge({ userId: (await UserFactory.create()).id }).create()
    folder = await mkdtemp(join(tmpdir(), 'plaza-'))
    return () => rm(folder, { recursive: true })
  })

  const commands = [
    'audit export',
    'openapi export',
    'openapi export --yaml',
    "users export 1 --reason 'Asked for it'",
    "bulk plan --posts since:2d --action post.lock --reason 'Asked for it'",
  ]
  const act = (line: string, more = {}) =>
    plaza(line.replace('export 1', `export ${admin.id}`), {
      env: { PLAZA_ACTOR: admin.email },
      ...more,
    })

  test('writes a complete file, and refuses to overwrite an existing path: {$self}')
    .with(commands)
    .run(async ({ assert }, line) => {
      const file = join(folder, 'it')

      const first = await act(`${line} --output ${file}`)
      const contents = await readFile(file, 'utf8')
      const again = await act(`${line} --output ${file}`)
      const onFolder = await act(`${line} --output ${folder}`)
      const nowhere = await act(`${line} --output ${folder}/none/it`)

      assert.equal(first.code, 0, first.err)
      assert.deepEqual([again.code, onFolder.code, nowhere.code], [4, 4, 10])
      assert.include(again.err, `${file} is there already`)
      assert.include(nowhere.err, 'its folder is not there')
      assert.equal(await readFile(file, 'utf8'), contents)
      assert.deepEqual(await readdir(folder), ['it'])
    })

  test('gives a file its name only when it is complete', async ({ assert }) => {
    await act(`users export ${admin.id} --reason 'Asked for it' --output ${folder}/first`)
    const file = join(folder, 'audit.jsonl')
    const seen: Promise<string[]>[] = []

    const { code } = await act(`audit export --output ${file}`, {
      watch: () => seen.push(readdir(folder)),
    })

    assert.equal(code, 0)
    const [during] = await Promise.all(seen)
    assert.notInclude(during, 'audit.jsonl')
    assert.lengthOf(
      during.filter((name) => name.endsWith('.part')),
      1
    )
    assert.equal((await stat(file)).mode & 0o777, 0o600)
  })

  test('never replaces a file that was created meanwhile', async ({ assert }) => {
    await act(`users export ${admin.id} --reason 'Asked for it' --output ${folder}/first`)
    const file = join(folder, 'audit.jsonl')

    const { code } = await act(`audit export --output ${file}`, {
      watch: () => void writeFile(file, 'Of another'),
    })

    assert.equal(code, 4)
    assert.equal(await readFile(file, 'utf8'), 'Of another')
  })
})

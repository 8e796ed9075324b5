import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { answers } from '#tests/support/answers'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase } from '#tests/support/database'
import { origin } from '#tests/support/server'

test.group('plaza posts revisions and diff', (group) => {
  let editor: User
  let member: User
  let home: string
  let post: number
  let drivers: string[]

  group.each.setup(async ({ context }) => {
    await emptyDatabase()
    editor = await UserFactory.merge({ role: 'editor' }).create()
    member = await UserFactory.create()
    const long = 'A plaza belongs to those who meet on it. '.repeat(5)
    const fields = { userId: member.id, title: 'One', content: `${long}At noon. ${long}` }
    post = (await PostFactory.merge(fields).create()).id
    const edit = (changes: object) =>
      answers(context.client.patch(`/posts/${post}`).loginAs(member).json(changes), 200)
    await edit({ content: `${long}At night. ${long}` })
    await edit({ title: 'Two', tags: ['city'] })

    home = await mkdtemp(join(tmpdir(), 'plaza-'))
    const login = `login --username ${editor.username} --password-stdin --remote ${origin}`
    await plaza(login, { input: password, env: { XDG_CONFIG_HOME: home } })
    drivers = [`--as ${editor.id}`, `--remote ${origin}`]
    return () => rm(home, { recursive: true })
  })

  const run = (line: string, driver: string) =>
    plaza(`posts ${line} ${driver}`, { env: { XDG_CONFIG_HOME: home } })

  test('list the revisions, newest first, within 80 columns', async ({ assert }) => {
    for (const driver of drivers) {
      const { code, out, err } = await run(`revisions ${post}`, driver)
      assert.equal(code, 0, err)
      const lines = out.trimEnd().split('\n')
      assert.deepEqual(
        lines.slice(1).map((line) => Number(line.trim().split(/\s+/)[0])),
        [3, 2, 1]
      )
      assert.isAtMost(Math.max(...lines.map((line) => line.length)), 80)
      const { json } = await run(`revisions ${post} --limit 2 --json`, driver)
      assert.deepEqual(
        json.data.map(({ number }: { number: number }) => number),
        [3, 2]
      )
    }
  })

  test('show what a revision changed, word by word', async ({ assert }) => {
    for (const driver of drivers) {
      const newest = await run(`diff ${post}`, driver)
      assert.equal(newest.code, 0, newest.err)
      assert.include(newest.out, 'Revision 3, since revision 2')
      assert.include(newest.out, 'title\n[-One-]{+Two+}')
      assert.include(newest.out, 'tags\n- []\n+ ["city"]')
      assert.notInclude(newest.out, 'content')

      const second = await run(`diff ${post} 2`, driver)
      assert.include(second.out, 'At [-noon-]{+night+}.')
      assert.isBelow(second.out.length, 400)

      const all = await run(`diff ${post} 3 --since 1 --json`, driver)
      assert.deepEqual([all.json.data.since, all.json.data.number], [1, 3])
      const members = all.json.data.changes.map(({ member: name }: { member: string }) => name)
      assert.includeMembers(members, ['title', 'content', 'tags'])
    }
  })

  test('the first revision has none before it', async ({ assert }) => {
    const { code, out } = await run(`diff ${post} 1`, drivers[0])
    assert.equal(code, 0)
    assert.include(out, 'Revision 1, the first one that is left')
    assert.include(out, '+ One')
  })

  test('refuse what is not there, and a revision against itself', async ({ assert }) => {
    for (const driver of drivers) {
      const missing = await run(`diff ${post} 9`, driver)
      assert.notEqual(missing.code, 0)
      assert.notEqual((await run('revisions 999999', driver)).code, 0)
    }
    const same = await run(`diff ${post} 2 --since 2`, drivers[0])
    assert.equal(same.code, 2)
    assert.include(same.err, 'Name two revisions')
  })
})

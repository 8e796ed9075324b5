import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import type User from '#models/user'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { people } from '#tests/support/staff'

let moe: User
let alice: User
let admin: User
const asMoe = () => ({ env: { PLAZA_ACTOR: String(moe.id) } })

const setup = async () => {
  await emptyDatabase()
  ;[moe, alice, admin] = await people('moderator', 'member', 'admin')
}

const postBy = (user: User, fields = {}) =>
  PostFactory.merge({ userId: user.id, ...fields }).create()

test.group('plaza posts list and show', (group) => {
  group.each.setup(setup)

  test('lists every post on lines that fit the terminal', async ({ assert }) => {
    await postBy(alice, { title: 'A long way home '.repeat(8).trim() })
    await postBy(alice, { title: 'Half an idea', published: false, publishedAt: null })

    const { code, out } = await plaza('posts list', asMoe())

    assert.equal(code, 0)
    const lines = out.trimEnd().split('\n')
    assert.match(lines[0], /^ *Id +Title +Author +Status +Votes +Reports +Written \(UTC\)$/)
    assert.match(lines[1], /Half an .* draft /)
    assert.match(lines[2], /A long.*… .* published /)
    assert.isTrue(lines.every((line) => line.length <= 80))
  })

  test('filters as the API does', async ({ assert }) => {
    const post = await postBy(alice)
    await postBy(moe)

    const line = `posts list --author @${alice.username} --status published --since 1d --jsonl`
    const { rows } = await plaza(line, asMoe())

    assert.deepEqual(
      rows.map(({ id }) => id),
      [post.id]
    )
  })

  test('shows a post with all its details', async ({ assert }) => {
    const post = await postBy(alice, { content: 'First line\nSecond line' })

    const { out } = await plaza(`posts show ${post.id}`, asMoe())

    assert.include(out, `@${alice.username}`)
    assert.include(out, '\nContent\nFirst line\nSecond line\n')
    assert.equal((await plaza('posts show 999999', asMoe())).code, 3)
  })
})

test.group('plaza posts remove', (group) => {
  group.each.setup(setup)

  test('and restore, lock and unlock change the post, and print the change', async ({ assert }) => {
    const { id } = await postBy(alice, { title: 'Cheap watches' })
    const says = async (verb: string) => {
      const line = `posts ${verb} ${id} --reason 'Advertises' --yes`
      const { code, out } = await plaza(line, asMoe())
      assert.equal(code, 0)
      return out
    }

    assert.match(await says('remove'), /^Removed post \d+.*\(audit entry \d+\)\n/)
    assert.isNotNull((await row('posts', { id })).removed_at)
    assert.match(await says('restore'), /^Restored post/)
    assert.isNull((await row('posts', { id })).removed_at)
    assert.match(await says('lock'), /^Locked post.*\n {2}locked: false → true\n$/)
    assert.isTrue((await row('posts', { id })).locked)
    assert.match(await says('unlock'), /^Unlocked post/)
    assert.isFalse((await row('posts', { id })).locked)
  })

  test('asks with the title, and shows the change with --dry-run', async ({ assert }) => {
    const { id } = await postBy(alice, { title: 'Cheap watches' })

    const { code, asked } = await plaza(`posts remove ${id} --reason spam`, {
      ...asMoe(),
      answers: [false],
    })
    const dry = await plaza(`posts remove ${id} --reason spam --dry-run`, asMoe())

    assert.equal(code, 5)
    assert.deepEqual(asked, [
      `Take a post out of every list and search: post ${id}, Cheap watches?`,
    ])
    assert.include(dry.out, `Nothing was done. post.remove on post ${id} would change`)
    assert.isNull((await row('posts', { id })).removed_at)
  })

  test('exits with {code} {when}')
    .with([
      { when: 'there is no such post', code: 3, line: async () => 'remove 999999 --yes' },
      {
        when: 'it is removed already',
        code: 4,
        line: async () => {
          const { id } = await postBy(alice)
          await plaza(`posts remove ${id} --reason spam --yes`, asMoe())
          return `remove ${id} --yes`
        },
      },
      {
        when: 'no terminal can confirm',
        code: 5,
        line: async () => `remove ${(await postBy(alice)).id}`,
      },
      {
        when: 'an admin wrote it',
        code: 6,
        line: async () => `remove ${(await postBy(admin)).id} --yes`,
      },
    ])
    .run(async ({ assert }, { code, line }) => {
      const ran = await plaza(`posts ${await line()} --reason 'Spam again'`, asMoe())

      assert.equal(ran.code, code)
      assert.match(ran.err, /^error: .+\n$/)
      assert.equal(ran.out, '')
    })
})

test.group('plaza posts explain', (group) => {
  group.each.setup(setup)

  test('names the terms of the score, the neighbours and the places', async ({ assert }) => {
    const [below, post, above] = [await postBy(alice), await postBy(alice), await postBy(alice)]

    const { code, out } = await plaza(`posts explain ${post.id}`, asMoe())

    assert.equal(code, 0)
    assert.match(out, /^In hot +2$/m)
    assert.match(out, /^In new +2$/m)
    const listed = [...out.matchAll(/^ *\d+ +(\d+) +(\d+\.\d+) +(\d+\.\d+) +(\d+\.\d+) /gm)]
    assert.deepEqual(
      listed.map(([, id]) => Number(id)),
      [above.id, post.id, below.id]
    )
    for (const [, , score, votes, age] of listed) {
      assert.closeTo(Number(score), Number(votes) + Number(age), 0.001)
    }
    assert.isTrue(out.split('\n').every((line) => line.length <= 80))
  })

  test('shows the words that a search finds in the post', async ({ assert }) => {
    const { id } = await postBy(alice, { title: 'A long picnic', content: 'By the river' })

    const line = `posts explain ${id} --search 'picnics river'`
    const { out } = await plaza(line, asMoe())
    const { json } = await plaza(`${line} --json`, asMoe())

    assert.match(out, /^Search for picnics river\nFound +yes\nPlace +1$/m)
    assert.match(out, /^In the title +picnic$/m)
    assert.deepEqual(json.data.search.matched_terms, { title: ['picnic'], content: ['river'] })
    assert.deepEqual(json.data.neighbours, [])
  })

  test('says that a draft is not listed, and exits with 3 for a missing post', async ({
    assert,
  }) => {
    const { id } = await postBy(alice, { published: false, publishedAt: null })

    assert.match((await plaza(`posts explain ${id}`, asMoe())).out, /^In hot +not listed$/m)
    assert.equal((await plaza('posts explain 999999', asMoe())).code, 3)
  })
})

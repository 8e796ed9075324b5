import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import type User from '#models/user'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { people } from '#tests/support/staff'

let moe: User
let alice: User
let admin: User
let postId: number
const asMoe = () => ({ env: { PLAZA_ACTOR: String(moe.id) } })

const commentBy = (user: User, fields = {}) =>
  CommentFactory.merge({ userId: user.id, postId, ...fields }).create()

test.group('plaza comments', (group) => {
  group.each.setup(async () => {
    await emptyDatabase()
    ;[moe, alice, admin] = await people('moderator', 'member', 'admin')
    postId = (await PostFactory.merge({ userId: alice.id }).create()).id
  })

  test('lists comments on one line each, removed ones too', async ({ assert }) => {
    const { id } = await commentBy(alice, { content: 'First line\nsecond line '.repeat(9).trim() })
    await plaza(`comments remove ${id} --reason spam --yes`, asMoe())

    const { out } = await plaza(`comments list --post ${postId} --status removed`, asMoe())

    const lines = out.trimEnd().split('\n')
    assert.lengthOf(lines, 2)
    assert.match(lines[1], / removed .* First.*…$/)
    assert.isTrue(lines.every((line) => line.length <= 80))
  })

  test('filters as the API does', async ({ assert }) => {
    const comment = await commentBy(alice, { content: 'About bridges' })
    await commentBy(moe, { content: 'About bridges too' })

    const line = `comments list --author ${alice.id} --search bridges --jsonl`
    const { rows } = await plaza(line, asMoe())

    assert.deepEqual(
      rows.map(({ id }) => id),
      [comment.id]
    )
  })

  test('removes a comment in the trash of its author', async ({ assert }) => {
    const { id } = await commentBy(alice, { content: 'Buy now', deletedAt: DateTime.now() })
    const removed = await plaza(`comments remove ${id} --reason spam --yes`, asMoe())
    assert.match(removed.out, /^Removed comment \d+/)
    assert.isNotNull((await row('comments', { id })).removed_at)
  })

  test('removes a comment and restores it', async ({ assert }) => {
    const { id } = await commentBy(alice, { content: 'Buy now' })

    const removed = await plaza(`comments remove ${id} --reason spam --yes`, asMoe())
    const { out } = await plaza(`comments show ${id}`, asMoe())
    assert.isNotNull((await row('comments', { id })).removed_at)
    const restored = await plaza(`comments restore ${id} --reason 'A mistake'`, asMoe())

    assert.match(removed.out, /^Removed comment \d+, Buy now \(audit entry \d+\)\n/)
    assert.match(out, /^Status +removed$/m)
    assert.include(out, 'Buy now')
    assert.match(restored.out, /^Restored comment/)
    assert.isNull((await row('comments', { id })).removed_at)
  })

  test('exits with {code} {when}')
    .with([
      { when: 'there is no such comment', code: 3, line: async () => 'remove 999999 --yes' },
      {
        when: 'its author deleted it',
        code: 3,
        line: async () => {
          const deleted = { content: null, deletedAt: DateTime.now() }
          return `remove ${(await commentBy(alice, deleted)).id} --yes`
        },
      },
      {
        when: 'it was not removed',
        code: 4,
        line: async () => `restore ${(await commentBy(alice)).id}`,
      },
      {
        when: 'no terminal can confirm',
        code: 5,
        line: async () => `remove ${(await commentBy(alice)).id}`,
      },
      {
        when: 'an admin wrote it',
        code: 6,
        line: async () => `remove ${(await commentBy(admin)).id} --yes`,
      },
    ])
    .run(async ({ assert }, { code, line }) => {
      const ran = await plaza(`comments ${await line()} --reason 'Spam again'`, asMoe())

      assert.equal(ran.code, code)
      assert.match(ran.err, /^error: .+\n$/)
    })
})

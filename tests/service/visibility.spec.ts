import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { maySee, maySeeSql, viewerValues } from '#domain/visibility'
import { emptyDatabase } from '#tests/support/database'

test.group('Who may see a post', (group) => {
  group.each.setup(emptyDatabase)

  test('is the same in TypeScript and in SQL', async ({ assert }) => {
    const author = await UserFactory.create()
    const roles = ['member', 'moderator', 'admin'] as const
    const others = await Promise.all(roles.map((role) => UserFactory.merge({ role }).create()))
    const userId = author.id
    await PostFactory.merge({ userId }).create()
    await PostFactory.apply('draft').merge({ userId }).create()
    const removed = await PostFactory.merge({ userId }).create()
    const removedDraft = await PostFactory.apply('draft').merge({ userId }).create()
    const ownerless = await PostFactory.apply('draft').merge({ userId }).create()
    await db
      .from('posts')
      .whereIn('id', [removed.id, removedDraft.id])
      .update({ removed_at: 'now' })
    await db.from('posts').where('id', ownerless.id).update({ user_id: null })

    const posts = await db.from('posts').select('id', 'user_id', 'visible', 'removed_at')
    for (const { id, role } of [author, ...others]) {
      const actor = { id, role }
      const { rows } = await db.rawQuery(
        `select id from posts where ${maySeeSql}`,
        viewerValues(actor)
      )
      const seen = posts.filter((post) => maySee(actor, post)).map((post) => post.id)
      assert.sameMembers(
        rows.map((row: { id: number }) => row.id),
        seen,
        role
      )
    }
  })
})

import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { columnsOf } from '#cli/resources/shape'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { post } from '#resources/post'
import { user } from '#resources/user'
import { columnsOf as columnsInSql } from '#resources/definition/columns'
import type { Row } from '#resources/definition/line'
import { text, time } from '#resources/definition/members'
import { defineResource } from '#resources/definition/resource'
import { unknownPaths } from '#resources/definition/selection'
import { createValidator } from '#validators/resource_fields'
import { emptyDatabase } from '#tests/support/database'

/** Posts with one member more, of which there is no column. */
const posts = defineResource({
  ...post.definition,
  members: {
    ...post.definition.members,
    subtitle: text({
      sql: `nullif(upper(posts.title), 'NOTHING')`,
      nullable: true,
      example: 'A second line',
      exported: true,
      writes: { create: 'optional', max: 100 },
      cli: { column: true, after: 'title' },
    }),
  },
})

const rowOf = async (select: string, id: number): Promise<Row> =>
  (await db.rawQuery(`select ${select} from ${post.from} where posts.id = ?`, [id])).rows[0]

test.group('A member that a definition is given', (group) => {
  group.each.setup(emptyDatabase)

  test('is selected, and written as JSON, in every view', async ({ assert }) => {
    for (const title of ['Tabs\tand "quotes"', 'Lines\nand \\ 🌻', 'Nothing']) {
      const { id } = await PostFactory.merge({ title }).create()
      const subtitle = title === 'Nothing' ? null : title.toUpperCase()
      for (const view of [...Object.values(posts.views), posts.exported]) {
        const form = view.form()
        const shown: any = form.read(await rowOf(form.select, id))
        assert.equal(shown.subtitle, subtitle)
        assert.equal(shown.title, title)
      }
    }
  })

  test('is in the schema, the names of fields, the fields that are written and the CLI', async ({
    assert,
  }) => {
    const schema: any = posts.views.Post.schema
    assert.include(schema.required, 'subtitle')
    assert.deepEqual(schema.properties.subtitle, {
      type: ['string', 'null'],
      examples: ['A second line'],
    })
    assert.isEmpty(unknownPaths(posts.views.Post, 'subtitle'))
    assert.deepEqual(unknownPaths(post.views.Post, 'subtitle'), ['subtitle'])
    assert.include(columnsInSql(posts, 1).names, 'subtitle')
    const fields = { title: 'A', content: 'B', subtitle: null }
    assert.deepEqual(await createValidator(posts).validate(fields), fields)
    const titles = columnsOf(posts.views.StaffPost).map(({ title }) => title)
    assert.deepEqual(titles.slice(0, 3), ['Id', 'Title', 'Subtitle'])
  })
})

test.group('A definition', (group) => {
  group.each.setup(emptyDatabase)

  test('shows members to whom they are for', ({ assert }) => {
    const names = (view: { form(): { names: ReadonlySet<string> } }) => [...view.form().names]
    assert.notInclude(names(user.views.User), 'email')
    assert.include(names(user.views.OwnUser), 'email')
    assert.notInclude(names(user.views.OwnUser), 'os_user')
    assert.include(names(user.views.StaffUser), 'os_user')
    assert.notInclude(names(user.views.StaffUser), 'silenced_at')
    assert.include(names(user.exported), 'silenced_at')
    assert.isEmpty(names({ form: () => user.views.User.form({ fields: 'email' }) }))
  })

  test('names the users whom a row shows, and only those', async ({ assert }) => {
    const { postId, userId } = await CommentFactory.create()
    const { user_id: authorId } = await db.from('posts').where('id', postId).first()
    const shownBy = async (fields?: string) => {
      const form = post.views.PostDetail.form({ fields })
      const users = new Set<string>()
      form.encode(await rowOf(form.select, postId), users)
      return [...users].map(Number)
    }
    assert.sameMembers(await shownBy(), [authorId, userId])
    assert.sameMembers(await shownBy('comments.author'), [userId])
    assert.isEmpty(await shownBy('id,title,user_id,comments.content'))
  })

  test('knows its revision wherever that stands, and where it is not shown', async ({ assert }) => {
    const { id, updatedAt } = await PostFactory.create()
    const reordered = defineResource({
      ...post.definition,
      members: { written_at: time({ sql: 'posts.created_at' }), ...post.definition.members },
    })
    for (const form of [
      post.views.Post.form(),
      post.views.Post.form({ fields: 'title' }),
      reordered.views.Post.form(),
    ]) {
      const revision = form.revisionOf(await rowOf(form.select, id))
      assert.equal(revision.getTime(), updatedAt.toMillis())
    }
  })

  test('knows what was asked for, in whatever order', ({ assert }) => {
    const { Post } = post.views
    assert.equal(Post.form({ fields: 'title, id' }).key, Post.form({ fields: 'id,title,id' }).key)
    assert.notEqual(Post.form({ fields: 'author.id' }).key, Post.form({ fields: 'author' }).key)
    assert.isTrue(Post.form({ include: 'author' }).isPlain)
    assert.isFalse(Post.form({ include: 'comments' }).isPlain)
  })
})

import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import type User from '#models/user'
import { zonedTime } from '#cli/zoned_time'
import { answers } from '#tests/support/answers'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { people } from '#tests/support/staff'

let [editor, member]: User[] = []

const as = (user: User) => ({ env: { PLAZA_ACTOR: user.username! } })

const draftOf = ({ id: userId }: User) => PostFactory.merge({ userId }).apply('draft').create()

test.group('plaza posts publish, schedule and unpublish', (group) => {
  group.each.setup(async () => {
    await emptyDatabase()
    ;[editor, member] = await people('editor', 'member')
  })

  test('publish a post of another user, with an audit entry', async ({ assert }) => {
    const { id } = await draftOf(member)
    const dry = await plaza(`posts publish ${id} --dry-run`, as(editor))
    assert.equal(dry.code, 0, dry.err)
    assert.include(dry.out, 'Nothing was done')
    assert.isFalse((await row('posts', { id })).published)

    const { code, json } = await plaza(`posts publish ${id} --json`, as(editor))
    assert.equal(code, 0)
    assert.equal(json.data.status, 'published')
    const entry = await row('audit_entries', { target_id: id })
    assert.containSubset(entry, { action: 'post.publish', origin: 'cli', actor_id: editor.id })
  })

  test('schedule it in a time zone, and cancel that', async ({ assert }) => {
    const { id } = await draftOf(member)
    const line = `posts schedule ${id} --at 2132-12-24T18:00 --zone Europe/Berlin --on-missed hold`
    const { code, out, err } = await plaza(line, as(editor))
    assert.equal(code, 0, err)
    assert.include(out, `Post ${id} is published at 2132-12-24 17:00:00 UTC`)
    assert.containSubset(await row('posts', { id }), {
      publish_at: new Date('2132-12-24T17:00:00Z'),
      time_zone: 'Europe/Berlin',
      on_missed: 'hold',
    })
    const list = await plaza('posts list --publish-after 2132-12-01 --jsonl', as(editor))
    assert.include(list.out, `"id":${id}`)

    const dry = await plaza(`posts unpublish ${id} --dry-run`, as(editor))
    assert.include(dry.out, 'Nothing was done')
    assert.isNotNull((await row('posts', { id })).publish_at)
    assert.equal((await plaza(`posts unpublish ${id}`, as(editor))).code, 0)
    assert.isNull((await row('posts', { id })).publish_at)
  })

  test('publish and schedule the working copy of a published post', async ({ assert, client }) => {
    const { id } = await PostFactory.merge({ userId: member.id }).create()
    const save = (title: string) =>
      answers(client.patch(`/posts/${id}/draft`).loginAs(member).json({ title }), 200)
    await save('Two')
    const set = await plaza(`posts schedule ${id} --at 2132-12-24T18:00Z`, as(editor))
    assert.include(set.out, `Post ${id} is published at 2132-12-24 18:00:00 UTC`, set.err)
    await answers(client.patch(`/posts/${id}`).loginAs(member).json({ title: 'Three' }), 200)
    const refused = await plaza(`posts publish ${id}`, as(editor))
    assert.notEqual(refused.code, 0)
    assert.include(refused.err, 'has changed since')
    const { code, err } = await plaza(`posts publish ${id} --force`, as(editor))
    assert.equal(code, 0, err)
    assert.containSubset(await row('posts', { id }), { title: 'Two', publish_at: null })
  })

  test('trash and restore a post of one’s own, and no other', async ({ assert }) => {
    const [mine, theirs] = [await draftOf(editor), await draftOf(member)]
    const refused = await plaza(`posts trash ${theirs.id} --yes`, as(editor))
    assert.notEqual(refused.code, 0)
    assert.include(refused.err, 'posts remove')

    assert.equal((await plaza(`posts trash ${mine.id} --yes`, as(editor))).code, 0)
    assert.isNotNull((await row('posts', { id: mine.id })).trashed_at)
    const back = await plaza(`posts restore ${mine.id} --reason Mistake`, as(editor))
    assert.equal(back.code, 0, back.err)
    assert.isNull((await row('posts', { id: mine.id })).trashed_at)
  })
})

test.group('A time on the command line', () => {
  test('{text} in {zone} is {instant}')
    .with([
      { text: '2032-03-27 02:30', zone: 'Europe/Berlin', instant: '2032-03-27T01:30:00.000Z' },
      { text: '2032-03-29T02:30', zone: 'Europe/Berlin', instant: '2032-03-29T00:30:00.000Z' },
      { text: '2032-06-01T09:00', zone: 'Asia/Kolkata', instant: '2032-06-01T03:30:00.000Z' },
      { text: '2032-06-01T09:00+02:00', zone: undefined, instant: '2032-06-01T07:00:00.000Z' },
    ])
    .run(({ assert }, { text, zone, instant }) => {
      assert.equal(zonedTime(text, zone), instant)
    })

  test('is refused if {problem}')
    .with([
      { problem: 'it has no zone', text: '2032-06-01T09:00', says: /no offset/ },
      { problem: 'the clocks skip it', text: '2032-03-28T02:30', says: /clocks go forward/ },
      { problem: 'it comes twice', text: '2032-10-31T02:30', says: /\+0[12]:00 or \+0[12]:00/ },
      { problem: 'it is none', text: 'soon', says: /no time/ },
      { problem: 'the zone is unknown', text: '1h', zone: 'Mars/Base', says: /no time zone/ },
    ])
    .run(({ assert }, { problem, text, zone, says }) => {
      const given = zone ?? (problem === 'it has no zone' ? undefined : 'Europe/Berlin')
      assert.throws(() => zonedTime(text, given), says)
    })
})

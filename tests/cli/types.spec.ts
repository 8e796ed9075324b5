import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase } from '#tests/support/database'

test.group('plaza types', (group) => {
  let admin: User
  let folder: string

  group.each.setup(async () => {
    await emptyDatabase()
    admin = await UserFactory.apply('admin').create()
    folder = await mkdtemp(join(tmpdir(), 'plaza-types-'))
    return () => rm(folder, { recursive: true })
  })

  const run = (line: string) => plaza(`${line} --as ${admin.id} --yes`)

  async function fileOf(type: unknown) {
    const file = join(folder, 'type.json')
    await writeFile(file, typeof type === 'string' ? type : JSON.stringify(type))
    return file
  }

  const event = {
    name: 'event',
    title: 'Event',
    schema: { required: ['place'], properties: { place: { type: 'string' } } },
  }

  test('checks and applies a file, lists and shows', async ({ assert }) => {
    const file = await fileOf(event)
    const checked = await run(`types check ${file}`)
    assert.equal(checked.code, 0)
    assert.include(checked.out, 'Nothing was done')
    assert.lengthOf(await db.from('types'), 1)
    assert.equal((await run(`types apply ${file} --dry-run`)).code, 0)
    assert.lengthOf(await db.from('types'), 1)
    const { json } = await run(`types apply ${file} --json`)
    assert.containSubset(json.data, event)
    assert.match((await run('types list')).out, /event +Event/)
    assert.include((await run('types show event')).out, '"place"')
    const entry = await db.from('audit_entries').firstOrFail()
    assert.containSubset(entry, { action: 'type.create', origin: 'cli' })
  })

  test('lists posts by values of their data, and plans a bulk action for them', async ({
    assert,
  }) => {
    await run(`types apply ${await fileOf({ ...event, filterable: ['place'] })}`)
    const place = (name: string) => ({ type: 'event', data: { place: name } })
    const bonn = await PostFactory.create()
    const ulm = await PostFactory.create()
    await db.from('posts').where('id', bonn.id).update(place('Bonn'))
    await db.from('posts').where('id', ulm.id).update(place('Ulm am See'))

    const listed = await run('posts list --type event --data place=Bonn --jsonl')
    assert.deepEqual(
      listed.rows.map(({ id }) => id),
      [bonn.id]
    )
    const plan = join(folder, 'plan.jsonl')
    const planned = await run(
      `bulk plan --action post.lock --posts 'type:event data.place:"Ulm am See"' --reason Closed --output ${plan}`
    )
    assert.equal(planned.code, 0, planned.err)
    assert.include(planned.out + planned.err, '1 ')
    const refused = await run('posts list --type event --data Bonn')
    assert.equal(refused.code, 2)
    assert.include(refused.err, 'Write name=value, such as place=Berlin.')
    const unknown = await run('posts list --type event --data colour=red')
    assert.include(unknown.err, 'no filterable member colour')
  })

  test('says which posts break a schema', async ({ assert }) => {
    await run(`types apply ${await fileOf({ ...event, schema: null })}`)
    const { id } = await PostFactory.create()
    await db.from('posts').where('id', id).update({ type: 'event' })
    const file = await fileOf(event)
    const refused = await run(`types check ${file}`)
    assert.notEqual(refused.code, 0)
    assert.include(refused.err, `Post ${id}: data.place is required`)
    assert.equal((await run(`types apply ${file} --force`)).code, 0)
  })

  test('refuses {what}')
    .with([
      { what: 'what is no JSON', type: '{' },
      { what: 'a type without a name', type: { title: 'Event' } },
    ])
    .run(async ({ assert }, { type }) => {
      const { code, err } = await run(`types apply ${await fileOf(type)}`)
      assert.equal(code, 2)
      assert.include(err, 'must be JSON with the name of the type')
    })
})

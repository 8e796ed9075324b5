import { writeFile } from 'node:fs/promises'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { temporaryFolder } from '#tests/support/moving'
import { people } from '#tests/support/staff'
import { comment, item, meta, wxr } from '#tests/support/wxr'

const notesOf = ({ json }: { json: any }): string =>
  json.data.messages.map(({ place, message }: any) => `${place}: ${message}`).join('\n')

test.group('plaza import --author-map', (group) => {
  group.each.setup(emptyDatabase)
  group.each.teardown(emptyDatabase)

  test('leads authors to accounts here, by a name or an e-mail: {$self}')
    .with([
      (account: string) => `source,account\njane.doe,${account}\n`,
      (account: string) => `account,source\n${account},JANE@example.org\n`,
      (account: string) => `{"source": "Jane Doe", "account": "${account}"}\n\n`,
    ])
    .run(async ({ assert, cleanup }, fileOf) => {
      const folder = await temporaryFolder(cleanup)
      const [author] = await people('author')
      // A guest takes the name of an author, and stays a guest.
      const said = comment(1, 0, { 'wp:comment_author': 'Jane Doe' })
      await writeFile(`${folder}/site.xml`, wxr(item(1, {}, said)))
      await writeFile(`${folder}/authors`, fileOf(`@${author.username}`))

      const line = `import ${folder}/site.xml --from wordpress --author-map ${folder}/authors`
      const ran = await plaza(`${line} --json`)

      assert.equal(ran.code, 0, ran.out)
      assert.equal((await row('posts', { title: 'Post 1' })).user_id, author.id)
      assert.include(notesOf(ran), `it is the account ${author.id} here, by --author-map`)
      const [{ user_id: guest }] = await db.from('comments')
      assert.notEqual(guest, author.id)
    })

  test('refuses a file that leads nowhere: {$self}')
    .with([
      'source,account\njane.doe,@nobody_here\n',
      'source\njane.doe\n',
      '{"source": "jane.doe"}',
      '{"source": ',
      '"source,account',
    ])
    .run(async ({ assert, cleanup }, text) => {
      const folder = await temporaryFolder(cleanup)
      await writeFile(`${folder}/site.xml`, wxr(item(1, {})))
      await writeFile(`${folder}/authors`, text)
      const line = `import ${folder}/site.xml --from wordpress --author-map ${folder}/authors`
      const { code } = await plaza(line)
      assert.equal(code, 2)
      assert.isEmpty(await db.from('imports'))
    })
})

test.group('plaza import --meta-map', (group) => {
  group.each.setup(emptyDatabase)
  group.each.teardown(emptyDatabase)

  const schema = {
    type: 'object',
    properties: {
      mood: { type: 'string' },
      stars: { type: 'number', maximum: 5 },
      isOpen: { type: 'boolean' },
      links: { type: 'array' },
    },
    additionalProperties: false,
  }

  const map = `meta_key,member,kind
mood,mood,
rating,stars,number
open,isOpen,boolean
link,links,list
`

  test('makes custom fields members of data, as far as the type takes them', async ({
    assert,
    cleanup,
  }) => {
    const folder = await temporaryFolder(cleanup)
    await db
      .from('types')
      .where('name', 'post')
      .update({ schema: JSON.stringify(schema) })
    const fields = [
      ...[meta('mood', 'fine'), meta('rating', '4.5'), meta('open', 'yes')],
      ...[meta('link', '/a'), meta('link', '/b'), meta('colour', 'red')],
    ]
    const items = [
      item(1, {}, fields.join('')),
      item(2, {}, meta('rating', '9')),
      item(3, {}, meta('rating', 'many')),
      item(4, { 'wp:post_type': 'page' }, meta('mood', 'fine')),
    ]
    await writeFile(`${folder}/site.xml`, wxr(items.join('')))
    await writeFile(`${folder}/meta.csv`, map)
    const line = `import ${folder}/site.xml --from wordpress --meta-map ${folder}/meta.csv --json`

    const ran = await plaza(line)

    assert.equal(ran.code, 0, ran.out)
    const { data } = await row('posts', { title: 'Post 1' })
    assert.deepEqual(data, { mood: 'fine', stars: 4.5, isOpen: true, links: ['/a', '/b'] })
    assert.isNull((await row('posts', { title: 'Post 2' })).data)
    const notes = notesOf(ran)
    assert.include(notes, 'its custom fields are not kept: colour')
    assert.include(notes, 'its custom fields are not kept: data.stars must be at most 5.')
    assert.include(notes, 'its custom field rating is not kept: it is no number')
    assert.include(notes, 'its custom fields are not kept: the type page has no schema.')
    await writeFile(`${folder}/meta.csv`, 'meta_key,member,kind\nmood,mood,song\n')
    assert.equal((await plaza(line)).code, 2)
  })
})

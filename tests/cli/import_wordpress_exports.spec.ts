import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { temporaryFolder } from '#tests/support/moving'
import { comment, item, wxr } from '#tests/support/wxr'

const notesOf = ({ json }: { json: any }): string =>
  json.data.messages.map(({ place, message }: any) => `${place}: ${message}`).join('\n')

test.group('plaza import --from wordpress, exports of other versions', (group) => {
  group.each.setup(emptyDatabase)
  group.each.teardown(emptyDatabase)

  test('makes accounts for authors that the export does not list, or whose e-mail is none', async ({
    assert,
    cleanup,
  }) => {
    const folder = await temporaryFolder(cleanup)
    const author = (login: string, email: string) =>
      `<wp:author><wp:author_login>${login}</wp:author_login><wp:author_email>${email}</wp:author_email></wp:author>`
    const items = [
      author('zoé', 'zoé@exämple.org'),
      item(1, { 'dc:creator': 'gone' }),
      item(2, { 'dc:creator': 'gone' }),
      item(3, { 'dc:creator': 'zoé' }),
      item(4, { 'dc:creator': '' }),
    ]
    await writeFile(join(folder, 'site.xml'), wxr(items.join('')))
    const line = `import ${folder}/site.xml --from wordpress --json`

    const ran = await plaza(line)

    assert.equal(ran.code, 0, ran.out)
    assert.containSubset(ran.json.data.kinds, { users: { created: 3 }, posts: { created: 4 } })
    const [one, two, three, four] = await db.from('posts').orderBy('id')
    assert.equal(one.user_id, two.user_id)
    const gone = await row('users', { id: one.user_id })
    assert.equal(gone.username, 'gone')
    assert.match(gone.email, /^gone\.[0-9a-f]{12}@users\.invalid$/)
    assert.equal((await row('users', { id: three.user_id })).username, 'zoe')
    assert.isNull(four.user_id)
    const notes = notesOf(ran)
    assert.include(notes, '#post-1: the export does not list the author gone')
    assert.include(notes, 'zoé@exämple.org is no e-mail of an account here: the account has none')
    assert.notInclude(notes, '#post-2')
    assert.containSubset((await plaza(line)).json.data.kinds.users, { already_there: 3 })
  })

  test('keeps guests without an e-mail apart, and those of two sites', async ({
    assert,
    cleanup,
  }) => {
    const folder = await temporaryFolder(cleanup)
    const guest = (id: number, name: string) =>
      comment(id, 0, { 'wp:comment_author': name, 'wp:comment_author_email': '' })
    const items = item(1, {}, guest(1, 'Ann') + guest(2, 'Ann!') + guest(3, 'Ann'))
    await writeFile(join(folder, 'one.xml'), wxr(items))
    await writeFile(join(folder, 'two.xml'), wxr(items, 'https://other.example'))

    await plaza(`import ${folder}/one.xml --from wordpress`)
    await plaza(`import ${folder}/two.xml --from wordpress`)

    const guests = await db.from('users').where('email', 'like', 'ann%.invalid')
    assert.lengthOf(guests, 4)
    const threads = await db.from('comments').orderBy('id')
    assert.equal(threads[0].user_id, threads[2].user_id)
    assert.equal(new Set(threads.map(({ user_id: user }) => user)).size, 4)
  })

  test('tells items apart that have no ids, as in exports of WordPress 2', async ({
    assert,
    cleanup,
  }) => {
    const folder = await temporaryFolder(cleanup)
    const old = (title: string, more: string) =>
      item(0, { title, 'wp:post_id': '' }, more + comment(0, 0, { 'wp:comment_id': '' }))
    const items = [
      old('One', '<guid>https://old.example/?p=1</guid><category domain="tag">Old</category>'),
      old('Two', '<link>https://old.example/two</link><category>Uncategorized</category>'),
      old('Three', ''),
    ]
    await writeFile(join(folder, 'site.xml'), wxr(items.join('')))
    const line = `import ${folder}/site.xml --from wordpress --json`

    const first = await plaza(line)

    const made = { posts: { in: 3, created: 3 }, comments: { in: 3, created: 3 } }
    assert.containSubset(first.json.data.kinds, made)
    assert.deepEqual((await row('posts', { title: 'One' })).tags, ['old'])
    assert.deepEqual((await row('posts', { title: 'Two' })).tags, [])
    const again = { posts: { already_there: 3 }, comments: { already_there: 3 } }
    assert.containSubset((await plaza(line)).json.data.kinds, again)
  })

  test('takes entities of HTML and characters that XML does not have', async ({
    assert,
    cleanup,
  }) => {
    const folder = await temporaryFolder(cleanup)
    const odd = item(1, { 'wp:post_id': '1' })
      .replace('<![CDATA[Post 1]]>', 'Caf&eacute;\u0001 &amp;\u202E&nbsp;more\u202C')
      .replace('<![CDATA[Text]]>', 'One &hellip; two')
    await writeFile(join(folder, 'site.xml'), wxr(odd))
    assert.equal((await plaza(`import ${folder}/site.xml --from wordpress`)).code, 0)
    const { title, content } = await db.from('posts').first()
    assert.equal(title, 'Café & more')
    assert.equal(content, 'One … two')
  })

  const encoded: Record<string, (text: string) => Buffer> = {
    'ISO-8859-1': (text) => Buffer.from(text, 'latin1'),
    'UTF-16': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
    'UTF-8': (text) => Buffer.from(`\uFEFF${text}`),
  }

  test('reads the character set that the file names: {$self}')
    .with(Object.keys(encoded))
    .run(async ({ assert, cleanup }, name) => {
      const folder = await temporaryFolder(cleanup)
      const text = wxr(item(1, { title: 'Café' })).replace('UTF-8', name)
      await writeFile(join(folder, 'site.xml'), encoded[name](text))
      assert.equal((await plaza(`import ${folder}/site.xml --from wordpress`)).code, 0)
      assert.equal((await db.from('posts').first()).title, 'Café')
    })

  test('says in one line why it takes nothing: {what}')
    .with([
      {
        what: 'a character set',
        text: wxr('').replace('UTF-8', 'x-klingon'),
        says: "is in the character set x-klingon, which Plaza can't read",
      },
      {
        what: 'no site',
        text: '<rss><channel></channel></rss>',
        says: 'it names no site (--site <address> does)',
      },
      {
        what: 'an empty file',
        text: '',
        says: 'is no whole WXR: 1:0: document must contain a root element',
      },
    ])
    .run(async ({ assert, cleanup }, { text, says }) => {
      const folder = await temporaryFolder(cleanup)
      await writeFile(join(folder, 'site.xml'), text)
      const { code, err } = await plaza(`import ${folder}/site.xml --from wordpress`)
      assert.equal(code, 9)
      assert.include(err, says)
      assert.lengthOf(err.trim().split('\n'), 1)
    })
})

import { writeFile } from 'node:fs/promises'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import { animation, emptyStorage, plainPicture, stored } from '#tests/support/media'
import { temporaryFolder } from '#tests/support/moving'
import { PictureServer } from '#tests/support/picture_server'
import { setting } from '#tests/support/settings'
import { item, meta, wxr } from '#tests/support/wxr'

const notesOf = ({ json }: { json: any }): string =>
  json.data.messages.map(({ place, message }: any) => `${place}: ${message}`).join('\n')

const addressIn = (content: string, alt: string) =>
  new URL(content.split(`![${alt}](`)[1].split(')')[0])

test.group('plaza import --media fetch', (group) => {
  let server: PictureServer

  group.each.setup(async () => {
    await emptyDatabase()
    await emptyStorage()
    const undo = setting('webhooks.allow', ['127.0.0.1'])
    server = await PictureServer.start({
      '/lamp.jpg': await plainPicture(800, 600).jpeg().toBuffer(),
      '/large-scaled.jpg': await plainPicture(90, 60).jpeg().toBuffer(),
      '/alpha.png': await plainPicture(80, 60, { channels: 4 }).png().toBuffer(),
      '/moving.gif': await animation(3),
      '/a%20cat%20(1).png': await plainPicture(10, 10).png().toBuffer(),
      '/page.png': Buffer.from('<html>Not here</html>'),
      '/torn.png': (await plainPicture(80, 60).png().toBuffer()).subarray(0, 30),
      '/moved.jpg': (_, response) => response.writeHead(301, { Location: '/lamp.jpg' }).end(),
      '/inside.jpg': (_, response) =>
        response.writeHead(302, { Location: 'http://192.168.0.1/secret.jpg' }).end(),
      '/round.jpg': (_, response) => response.writeHead(302, { Location: '/round.jpg' }).end(),
      '/huge.jpg': (_, response) =>
        response.writeHead(200, { 'Content-Length': String(30 * 1024 ** 2) }).end(),
      '/endless.jpg': (_, response) => {
        response.writeHead(200)
        const chunk = Buffer.alloc(1024 ** 2)
        const send = () => {
          while (!response.destroyed && response.write(chunk));
        }
        response.on('drain', send)
        send()
      },
    })
    return async () => {
      undo()
      await server.stop()
    }
  })
  group.each.teardown(emptyDatabase)

  const attachment = (id: number, path: string, members: Record<string, string> = {}, more = '') =>
    item(
      id,
      {
        'wp:post_type': 'attachment',
        'wp:status': 'inherit',
        'wp:attachment_url': `${server.site}${path}`,
        ...members,
      },
      more
    )

  test('takes the library and the pictures of texts, and leads the texts to them', async ({
    assert,
    cleanup,
    client,
  }) => {
    const folder = await temporaryFolder(cleanup)
    const { site } = server
    const html = `<p><a href="${site}/lamp.jpg"><img src="${site}/lamp-300x225.jpg" alt="A lamp"></a>
      <img src="/alpha.png" alt="Alpha"> <img src="${site}/moving.gif" alt="Moving">
      <img src="${site}/moved.jpg" alt="Moved"> <img src="${site}/a%20cat%20(1).png" alt="A cat"></p>`
    const again = `Again: <img src="${site}/lamp.jpg" alt="Again"> <img src="${site}/lamp.jpg?w=300" alt="">
      <img src="${site.replace('http:', 'https:')}/large-300x200.jpg" alt="">`
    const alt = meta('_wp_attachment_image_alt', 'Alpha of the library')
    const items = [
      item(1, { 'content:encoded': html }),
      item(2, { 'content:encoded': again }, meta('_thumbnail_id', '4')),
      attachment(3, '/lamp.jpg', { 'excerpt:encoded': 'In <b>Berlin</b>' }),
      attachment(4, '/alpha.png', {}, alt),
      attachment(5, '/notes.pdf'),
      attachment(6, '/large-scaled.jpg'),
    ]
    await writeFile(`${folder}/site.xml`, wxr(items.join(''), site))
    const line = `import ${folder}/site.xml --from wordpress --media fetch --json`

    const ran = await plaza(line)

    assert.equal(ran.code, 0, ran.out + ran.err)
    assert.containSubset(ran.json.data.kinds, { files: { created: 5 }, posts: { created: 2 } })
    assert.include(notesOf(ran), 'not kept: 1 attachment that is no picture')
    const { content, id, user_id: author } = await row('posts', { title: 'Post 1' })
    assert.notInclude(content, site)
    await runJobs()
    for (const shown of ['A lamp', 'Alpha', 'Moving', 'Moved', 'A cat']) {
      const { pathname } = addressIn(content, shown)
      assert.equal((await client.get(pathname)).status(), 200, shown)
    }
    const second = await row('posts', { title: 'Post 2' })
    assert.match(second.content, /^!\[Alpha of the library\]\(http.*\)\n\nAgain/)
    assert.notInclude(second.content, new URL(site).host)
    const [lamp] = await db.from('media').where({ name: 'lamp.jpg' }).orderBy('id')
    assert.containsSubset(lamp, { user_id: author, caption: 'In **Berlin**' })
    const file = await client.get(`/media/${lamp.id}`)
    assert.containSubset(file.body(), { status: 'ready', width: 800, content_type: 'image/jpeg' })
    const used = await db.from('media_uses').where('post_id', id)
    assert.lengthOf(used, 4)
    assert.isEmpty(await db.from('media').where('uploaded_bytes', '>', 0))
    assert.equal(server.times('/lamp.jpg'), 2, 'once, and once by a redirect')
    assert.equal(server.times('/alpha.png'), 1)

    const repeated = await plaza(line)
    assert.containSubset(repeated.json.data.kinds.posts, { already_there: 2 })
    assert.equal(server.times('/lamp.jpg'), 2)
  })

  test('takes the pictures of posts that came without them, where their texts still show them', async ({
    assert,
    cleanup,
    client,
  }) => {
    const folder = await temporaryFolder(cleanup)
    const { site } = server
    const shows = (path: string) => `<p>Text</p><img src="${site}${path}" alt="Shown">`
    const items = [
      item(1, { 'content:encoded': shows('/lamp.jpg') }),
      item(2, { 'content:encoded': shows('/lamp.jpg') }),
      item(3, { 'content:encoded': shows('/none.jpg') }),
      item(4, { 'content:encoded': shows('/alpha.png') }),
    ]
    await writeFile(`${folder}/site.xml`, wxr(items.join(''), site))
    const line = `import ${folder}/site.xml --from wordpress --json`
    assert.equal((await plaza(line)).code, 0)
    const first = await row('posts', { title: 'Post 1' })
    assert.include(first.content, `${site}/lamp.jpg`)
    await db.from('posts').where('title', 'Post 2').update({ content: 'Edited here' })
    await db.from('posts').where('title', 'Post 4').update({ title: 'Edited title' })

    const ran = await plaza(`${line} --media fetch`)

    assert.equal(ran.code, 0, ran.out + ran.err)
    assert.containSubset(ran.json.data.kinds, {
      files: { created: 2 },
      posts: { in: 4, created: 0, changed: 2, already_there: 2, refused: 0 },
    })
    assert.include(notesOf(ran), `the picture ${site}/none.jpg stays where it is`)
    await runJobs()
    const { content, id, updated_at: updatedAt } = await row('posts', { title: 'Post 1' })
    assert.equal((await client.get(addressIn(content, 'Shown').pathname)).status(), 200)
    assert.isAbove(updatedAt.getTime(), first.updated_at.getTime())
    const [before] = await db.from('post_revisions').where('post_id', id)
    assert.equal(before.members.content, first.content)
    assert.equal((await row('posts', { title: 'Post 2' })).content, 'Edited here')
    assert.include((await row('posts', { title: 'Post 3' })).content, '/none.jpg')
    assert.notInclude((await row('posts', { title: 'Edited title' })).content, site)

    const again = await plaza(`${line} --media fetch`)
    assert.containSubset(again.json.data.kinds.posts, { changed: 0, already_there: 4 })
    assert.equal(server.times('/lamp.jpg'), 1)
  })

  test('leaves a picture that it can’t have where it is, and names the reason', async ({
    assert,
    cleanup,
  }) => {
    const folder = await temporaryFolder(cleanup)
    const { site } = server
    const reasons: Record<string, string> = {
      '/none.jpg': 'its server answered 404',
      '/page.png': 'it is no picture',
      '/torn.png': 'it can’t be read',
      '/inside.jpg': 'The address is not one of the Internet',
      '/round.jpg': 'it is redirected more than 5 times',
      '/huge.jpg': 'it is larger than 20 MB',
      '/endless.jpg': 'it is larger than 20 MB',
    }
    const html = Object.keys(reasons).map((path) => `<img src="${site}${path}" alt="">`)
    const items = [
      item(1, { 'content:encoded': `${html.join(' ')} <img src="http://10.0.0.1/a.png" alt="">` }),
      attachment(2, '/none.jpg'),
    ]
    await writeFile(`${folder}/site.xml`, wxr(items.join(''), site))

    const ran = await plaza(`import ${folder}/site.xml --from wordpress --media fetch --json`)

    assert.equal(ran.code, 8)
    assert.containSubset(ran.json.data.kinds, {
      media: { in: 1, refused: 1 },
      posts: { created: 1 },
    })
    const notes = notesOf(ran)
    for (const [path, reason] of Object.entries(reasons)) {
      assert.include(notes, `the picture ${site}${path} stays where it is: ${reason}`)
    }
    assert.include(notes, 'the picture http://10.0.0.1/a.png stays where it is: The address is not')
    assert.include(notes, `${site}/none.jpg: its server answered 404`)
    assert.include((await row('posts', { title: 'Post 1' })).content, `![](${site}/none.jpg)`)
    assert.isEmpty(await stored())
    assert.equal(server.times('/none.jpg'), 1)
  })

  test('fetches nothing twice when it is resumed', async ({ assert, cleanup }) => {
    const folder = await temporaryFolder(cleanup)
    const { site } = server
    const picture = `<img src="${site}/lamp.jpg" alt="">`
    const plain = Array.from({ length: 600 }, (_, index) => item(index + 10, {}))
    const items = [
      item(1, { 'content:encoded': picture }),
      ...plain,
      item(2, { 'content:encoded': picture }),
    ]
    await writeFile(`${folder}/site.xml`, wxr(items.join(''), site))
    const line = `import ${folder}/site.xml --from wordpress --media fetch`
    const stopped = await plaza(line, {
      watch: (terminal) => terminal.progressed > 0 && terminal.end('interrupted'),
    })
    assert.equal(stopped.code, 130)
    // As if the process had been killed before the rows were written.
    await db.from('media').delete()
    await db.from('media_variants').delete()
    await db.from('media_files').delete()
    await db.from('imported_rows').where('kind', 'media').delete()

    const { code, err } = await plaza(`${line} --resume`)

    assert.equal(code, 0, err)
    assert.equal(server.times('/lamp.jpg'), 1)
    assert.lengthOf(await db.from('media'), 1)
  })

  test('takes pictures of Ghost, whose export does not name its site', async ({
    assert,
    cleanup,
  }) => {
    const folder = await temporaryFolder(cleanup)
    const post = {
      ...{ id: 'p1', title: 'Lamps', slug: 'lamps', status: 'published', type: 'post' },
      html: '<p><img src="__GHOST_URL__/alpha.png" alt="Alpha"></p>',
      feature_image: '__GHOST_URL__/lamp.jpg',
      ...{ created_at: '2020-01-01T00:00:00.000Z', published_at: '2020-01-02T00:00:00.000Z' },
    }
    const users = [{ id: '1', name: 'Ada', slug: 'ada', email: 'ada@example.org' }]
    const data = {
      users,
      posts: [post],
      posts_authors: [{ post_id: 'p1', author_id: '1', sort_order: 0 }],
    }
    await writeFile(`${folder}/ghost.json`, JSON.stringify({ db: [{ data }] }))
    const line = `import ${folder}/ghost.json --from ghost --media fetch`

    assert.equal((await plaza(line)).code, 2)
    const rehearsed = await plaza(`${line} --site ${server.site} --dry-run --json`)
    assert.include(notesOf(rehearsed), '2 pictures would be fetched')
    assert.isEmpty(server.asked)
    const { code, err } = await plaza(`${line} --site ${server.site}`)

    assert.equal(code, 0, err)
    const { content } = await row('posts', { title: 'Lamps' })
    assert.notInclude(content, server.site)
    assert.lengthOf(await db.from('media'), 2)
    assert.lengthOf(await db.from('media_uses'), 2)
  })

  test('is said only of systems with pictures on the Web')
    .with([
      'import all --from plaza --media fetch',
      'import all --from csv-users --site https://a.example',
      'import all --from ghost --meta-map meta.csv',
      'import all --from ghost --media fetch',
      'import all --from ghost --site nothing',
    ])
    .run(async ({ assert }, line) => {
      assert.equal((await plaza(line)).code, 2)
    })
})

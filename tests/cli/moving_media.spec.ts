import { readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { pruneMedia } from '#jobs/prune_media'
import type User from '#models/user'
import { holdBytes } from '#media/bytes_lock'
import { keyOf, storage } from '#media/storage'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import {
  bytesOf,
  emptyStorage,
  pathOf,
  plainPicture,
  stored,
  text,
  uploaded,
  type ShownMedia,
} from '#tests/support/media'
import { fileEntry, freshPlaza, rowsIn, temporaryFolder, writeTar } from '#tests/support/moving'
import { answers, bodyOf } from '#tests/support/answers'
import { runPlaza } from '#tests/support/plaza_process'
import { people } from '#tests/support/staff'

const roles = '--role-map author=author'

/** A picture in a post and as its cover, its smaller copy in a working copy, a document that nothing uses, and an avatar. */
async function fill(client: ApiClient) {
  const [author] = await people('author')
  const jpeg = await plainPicture(900, 600).jpeg().toBuffer()
  const { id } = await uploaded(client, author, jpeg)
  await uploaded(client, author, text('Notes'), { name: 'notes.txt' })
  await runJobs()
  await answers(client.patch(`/media/${id}`).loginAs(author).json({ alt: 'A lamp' }), 200)
  await answers(client.patch('/users/me').loginAs(author).json({ avatar: id }), 200)
  const picture: ShownMedia = await bodyOf(client.get(`/media/${id}`).loginAs(author))
  const small = picture.variants[0].url
  const content = `![A lamp](${picture.url}) and <${pathOf(picture.url)}>, not /media/files/nothing`
  const post = await bodyOf(
    client
      .post('/posts')
      .loginAs(author)
      .json({ title: 'Lamps', content, content_format: 'markdown', cover_id: id })
  )
  await answers(
    client
      .patch(`/posts/${post.id}/draft`)
      .loginAs(author)
      .json({ content: `![A small one](${small})` }),
    200
  )
  return { author, picture, post }
}

const emptyPlaza = async () => {
  await freshPlaza()
  await emptyStorage()
}

test.group('Media in an archive', (group) => {
  group.each.setup(emptyPlaza)
  group.each.teardown(emptyDatabase)

  test('comes with its bytes, and exports the same digests again', async ({
    assert,
    cleanup,
    client,
  }) => {
    const folder = await temporaryFolder(cleanup)
    const { author, picture, post } = await fill(client)
    const before = bytesOf(await client.get(pathOf(picture.url)))
    const files = await stored()
    await plaza(`export --output ${folder}/one.tar.zst`)
    await emptyPlaza()

    const ran = await plaza(`import ${folder}/one.tar.zst --from plaza ${roles} --json`)

    assert.equal(ran.code, 0, ran.out + ran.err)
    assert.containSubset(ran.json.data.kinds, { files: { created: 2 }, media: { created: 2 } })
    assert.sameMembers(await stored(), files)
    const seen = await answers(client.get(pathOf(picture.url)), 200)
    assert.isTrue(bytesOf(seen).equals(before))
    const shown = await bodyOf(client.get(`/media/${picture.id}`).loginAs(author))
    assert.deepEqual(shown.variants, picture.variants)
    assert.containSubset(await row('users', { id: author.id }), { avatar_id: picture.id })
    const uses = await db.from('media_uses').where('post_id', post.id).orderBy('place')
    assert.deepEqual(
      uses.map(({ place }) => place),
      ['draft', 'post']
    )
    assert.isEmpty(await db.from('imported_bytes'))

    await plaza(`export --output ${folder}/two`)
    const { code, err } = await plaza(`export verify ${folder}/one.tar.zst ${folder}/two`)
    assert.equal(code, 0, err)
    const [{ content }] = await rowsIn(`${folder}/two`, 'posts')
    const { sha256 } = picture
    assert.equal(
      content,
      `![A lamp](media:${sha256}/master.jpg) and <media:${sha256}/master.jpg>, not /media/files/nothing`
    )
  })

  test('comes with the copies in both formats, where texts have the address of one', async ({
    assert,
    cleanup,
    client,
  }) => {
    const folder = await temporaryFolder(cleanup)
    config.set('media.formats', ['webp', 'avif'])
    cleanup(() => config.set('media.formats', ['webp']))
    const { author, picture, post } = await fill(client)
    const [webp, avif] = picture.variants
    assert.deepEqual([webp.content_type, avif.content_type], ['image/webp', 'image/avif'])
    const content = `![A lamp](${avif.url}) ![Another](${webp.url})`
    await answers(client.patch(`/posts/${post.id}`).loginAs(author).json({ content }), 200)
    await plaza(`export --output ${folder}/one`)
    await emptyPlaza()

    const ran = await plaza(`import ${folder}/one --from plaza ${roles} --json`)

    assert.equal(ran.code, 0, ran.out + ran.err)
    const shown = await bodyOf(client.get(`/media/${picture.id}`).loginAs(author))
    assert.deepEqual(shown.variants, picture.variants)
    assert.equal((await row('posts', { id: post.id })).content, content)
    await plaza(`export --output ${folder}/two`)
    const { code, err } = await plaza(`export verify ${folder}/one ${folder}/two`)
    assert.equal(code, 0, err)
  })

  test('has other addresses in a Plaza with another key and another host', async ({
    assert,
    cleanup,
    client,
  }) => {
    const folder = await temporaryFolder(cleanup)
    const { picture, post } = await fill(client)
    await plaza(`export --output ${folder}/one`)
    await emptyPlaza()
    const other = {
      APP_KEY: 'another-key-for-another-plaza-of-tests',
      MEDIA_DIR: join(folder, 'media'),
      MEDIA_URL: 'https://files.example/a',
    }

    const imported = await runPlaza(`import ${folder}/one --from plaza ${roles}`, other)

    assert.equal(imported.code, 0, imported.err)
    const { content } = await row('posts', { id: post.id })
    assert.match(
      content,
      /^!\[A lamp\]\(https:\/\/files\.example\/a\/media\/files\/[\w-]{32}\.jpg\)/
    )
    assert.notInclude(content, pathOf(picture.url))
    assert.lengthOf(await db.from('media_uses').where('post_id', post.id), 2)
    assert.isEmpty(await stored())
    assert.equal((await runPlaza(`export --output ${folder}/two.tar.zst`, other)).code, 0)
    const { code, err } = await plaza(`export verify ${folder}/one ${folder}/two.tar.zst`)
    assert.equal(code, 0, err)
  })

  test('doubles nothing when it comes again, and takes ids that are free', async ({
    assert,
    cleanup,
    client,
  }) => {
    const folder = await temporaryFolder(cleanup)
    const { picture } = await fill(client)
    await plaza(`export --output ${folder}/one`)
    const again = await plaza(`import ${folder}/one --from plaza --json`)
    assert.containSubset(again.json.data.kinds, {
      files: { already_there: 2, created: 0 },
      media: { already_there: 2, created: 0 },
    })
    await freshPlaza()
    const [other] = await people('member')
    const jpeg = await plainPicture(900, 600).jpeg().toBuffer()
    const own = await uploaded(client, other, jpeg)
    assert.equal(own.sha256, picture.sha256)
    await runJobs()

    const { code, json } = await plaza(`import ${folder}/one --from plaza --json`)

    assert.equal(code, 0, JSON.stringify(json))
    assert.containSubset(json.data.kinds.files, { already_there: 1, created: 1 })
    assert.lengthOf(await db.from('media'), 3)
    const [{ id, content, cover_id: cover }] = await db.from('posts').where('title', 'Lamps')
    const { row_id: here } = await row('imported_rows', {
      kind: 'media',
      source_id: `${picture.id}`,
    })
    const { members } = await row('post_drafts', { post_id: id })
    assert.deepEqual([cover, members.cover_id], [here, here])
    assert.include(content, pathOf(own.url!.replace(/[^/]+$/, '')))
    await answers(client.get(new URL(/\((http[^)]+)\)/.exec(content)![1]).pathname), 200)
  })

  test('says with --dry-run what it would do, and keeps no bytes', async ({
    assert,
    cleanup,
    client,
  }) => {
    const folder = await temporaryFolder(cleanup)
    await fill(client)
    await plaza(`export --output ${folder}/one.tar.zst`)
    await emptyPlaza()

    const { code, json } = await plaza(`import ${folder}/one.tar.zst --from plaza --dry-run --json`)

    assert.equal(code, 0, JSON.stringify(json))
    assert.containSubset(json.data.kinds, { files: { created: 2 }, media: { created: 2 } })
    assert.isEmpty(await stored())
    assert.isEmpty(await db.from('media_files'))
  })

  test('is refused where its bytes are {$self}, and loses no other row')
    .with(['altered', 'missing'])
    .run(async ({ assert, cleanup, client }, what) => {
      const folder = await temporaryFolder(cleanup)
      const { picture } = await fill(client)
      await plaza(`export --output ${folder}/one`)
      await emptyPlaza()
      const master = join(folder, 'one/media', picture.sha256, 'master.jpg')
      if (what === 'altered') await writeFile(master, 'Another picture')
      else await rm(master)

      const { code, json } = await plaza(`import ${folder}/one --from plaza --json`)

      assert.equal(code, 8)
      assert.containSubset(json.data.kinds, {
        files: { created: 1, refused: 1 },
        media: { created: 1, refused: 1 },
        posts: { created: 1 },
      })
      assert.deepEqual(json.data.damaged, ['media/'])
      const notes = json.data.messages.map(({ message }: any) => message).join('\n')
      const path = `media/${picture.sha256}/master.jpg`
      const reason = what === 'altered' ? 'are not those of their digest' : 'are missing'
      assert.include(notes, `its bytes ${reason}: ${path}`)
      assert.include(notes, `it names a file that is not here: media:${picture.sha256}/master.jpg`)
      assert.lengthOf(await stored(), 1)
    })

  test('leads nowhere else, and is no other file: {$self}')
    .with(['a linked folder', 'a linked file', 'another name', 'a path upwards'])
    .run(async ({ assert, cleanup, client }, what) => {
      const folder = await temporaryFolder(cleanup)
      const { picture } = await fill(client)
      const archive = join(folder, 'one')
      await plaza(`export --output ${archive}`)
      await emptyPlaza()
      const digest = join(archive, 'media', picture.sha256)
      let path = archive
      if (what === 'a linked folder') await symlink('/etc', join(archive, 'media', 'f'.repeat(64)))
      if (what === 'a linked file') {
        await symlink('/etc/passwd', join(digest, 'width-9.webp'))
      }
      if (what === 'another name') await writeFile(join(digest, 'page.html'), 'No')
      if (what === 'a path upwards') path = await upwards(archive, join(folder, 'up.tar.zst'))

      const { code } = await plaza(`import ${path} --from plaza`)

      assert.equal(code, 9)
      assert.isEmpty(await db.from('users'))
      assert.isEmpty(await stored())
    })

  test('stays in the storage while an export reads it', async ({ assert, client }) => {
    const { author, picture } = await fill(client)
    await answers(client.delete(`/media/${picture.id}?force=true`).loginAs(author), 204)
    const before = await stored()
    await db.transaction(async (reading) => {
      await holdBytes(reading)
      await pruneMedia()
      assert.sameMembers(await stored(), before)
    })
    await pruneMedia()
    assert.lengthOf(await stored(), 1)
  })

  test('ends with an import that never ended', async ({ assert }) => {
    const name = `${'n'.repeat(32)}.jpg`
    const [{ id }] = await db
      .table('imports')
      .insert({ format: 'plaza', source: 'plaza:1', digest: 'd' })
      .returning('id')
    const file = 'f'.repeat(64)
    await db.table('imported_bytes').insert({ name, import_id: id, file, sha256: file, bytes: 1 })
    await storage.put(keyOf(name), text('?'))

    await pruneMedia()
    assert.lengthOf(await stored(), 1)
    const aWeekAgo = new Date(Date.now() - 8 * 86_400_000)
    await db.from('imports').where({ id }).update({ updated_at: aWeekAgo })
    await pruneMedia()
    assert.isEmpty(await stored())
    assert.isEmpty(await db.from('imported_bytes'))
  })
})

test.group('plaza export --posts', (group) => {
  group.each.setup(emptyPlaza)
  group.each.teardown(emptyDatabase)

  test('has the files that the posts use, and the pictures of their users', async ({
    assert,
    cleanup,
    client,
  }) => {
    const folder = await temporaryFolder(cleanup)
    const { author, picture }: { author: User; picture: ShownMedia } = await fill(client)
    const [admin, stranger] = await people('admin', 'member')
    const jpeg = await plainPicture(900, 600).jpeg().toBuffer()
    await uploaded(client, stranger, jpeg)

    await plaza(`export --posts author:@${author.username} --output ${folder}/his --as ${admin.id}`)

    const media = await rowsIn(`${folder}/his`, 'media')
    assert.deepEqual(
      media.map(({ id, user_id: owner, avatar }) => [id, owner, avatar]),
      [[picture.id, author.id, true]]
    )
    assert.deepEqual(await readdir(join(folder, 'his/media')), [picture.sha256])
  })
})

async function upwards(archive: string, path: string): Promise<string> {
  const names = ['manifest.json', 'types.jsonl', 'tags.jsonl', 'users.jsonl']
  const entries = await Promise.all(
    names.map(async (name) => fileEntry(name, await readFile(join(archive, name))))
  )
  await writeTar(path, [...entries, fileEntry('media/../files.jsonl', 'No')])
  return path
}

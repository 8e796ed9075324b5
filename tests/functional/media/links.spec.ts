import { existsSync, statSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import LinkPublicFile from '#actions/media/link_public_file'
import { withdrawFiles } from '#jobs/media/withdraw_files'
import { sweepMediaLinks } from '#jobs/sweep_media_links'
import type User from '#models/user'
import { storage } from '#media/storage'
import { answers } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { runJobs } from '#tests/support/jobs'
import {
  emptyStorage,
  pathOf,
  plainPicture,
  publish,
  text,
  uploaded,
  type ShownMedia,
} from '#tests/support/media'
import { act, people } from '#tests/support/staff'

const inFolder = (path: string) => join(config.get<string>('media.folder'), path)

const linkOf = ({ url }: ShownMedia) => inFolder(`public/media/files/${basename(url!)}`)

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)

test.group('The link of a public file', (group) => {
  let author: User
  let file: ShownMedia

  group.each.setup(async () => {
    await emptyDatabase()
    await emptyStorage()
    ;[author] = await people('author')
  })

  test('is made when the API serves the file to all, and for no other', async ({
    client,
    assert,
  }) => {
    file = await uploaded(client, author, text('Notes'))
    await answers(client.get(pathOf(file.url)).loginAs(author), 200)
    assert.isFalse(existsSync(linkOf(file)))
    await publish(client, author, file)
    await answers(client.get(pathOf(file.url)), 200)
    assert.isTrue(existsSync(linkOf(file)))
    assert.equal(mode(linkOf(file)), '644')
    for (const path of ['public', 'public/media/files']) assert.equal(mode(inFolder(path)), '711')
    for (const path of ['files', 'incoming']) assert.equal(mode(inFolder(path)), '700')
  })

  test('is never made for the upload of a picture', async ({ client, assert }) => {
    const upload = await uploaded(client, author, await plainPicture(400, 400).png().toBuffer())
    const post = await publish(client, author, upload)
    await answers(client.get(pathOf(upload.url)).loginAs(author), 200)
    await new LinkPublicFile().handle(basename(upload.url!))
    assert.isFalse(existsSync(linkOf(upload)))
    await runJobs()
    const { url, variants } = (await client.get(`/media/${upload.id}`).loginAs(author)).body()
    await answers(
      client
        .patch(`/posts/${post.id}`)
        .loginAs(author)
        .json({ content: `![A](${url})` }),
      200
    )
    for (const one of [url, ...variants.map((variant: { url: string }) => variant.url)]) {
      await answers(client.get(pathOf(one)), 200)
      assert.isTrue(existsSync(linkOf({ ...upload, url: one })))
    }
  })

  test('ends with the last public use: {0}')
    .with([
      [
        'another content',
        ({ client, post }) =>
          client.patch(`/posts/${post.id}`).loginAs(author).json({ content: 'None.' }),
      ],
      [
        'not published any more',
        ({ client, post }) =>
          client.patch(`/posts/${post.id}`).loginAs(author).json({ published: false }),
      ],
      ['a trashed post', ({ client, post }) => client.delete(`/posts/${post.id}`).loginAs(author)],
      [
        'a removed post',
        async ({ client, post }) => {
          const [moderator] = await people('moderator')
          return act(client, moderator, 'post.remove', { on: post })
        },
      ],
      ['a deleted row', async ({ post }) => db.from('posts').where({ id: post.id }).delete()],
      [
        'a removed file',
        async ({ client }) => {
          const [moderator] = await people('moderator')
          return answers(act(client, moderator, 'media.remove', { on: file }), 201)
        },
      ],
      [
        'a barred content',
        async ({ client }) => {
          const [moderator] = await people('moderator')
          return answers(act(client, moderator, 'media.bar', { on: file }), 201)
        },
      ],
      [
        'a deleted file',
        ({ client }) => client.delete(`/media/${file.id}?force=true`).loginAs(author),
      ],
    ] as [string, (given: { client: any; post: { id: number } }) => Promise<unknown>][])
    .run(async ({ client, assert }, [, end]) => {
      file = await uploaded(client, author, text('Notes'))
      const post = await publish(client, author, file)
      await answers(client.get(pathOf(file.url)), 200)
      await withdrawFiles()
      assert.isTrue(existsSync(linkOf(file)))
      await end({ client, post })
      await withdrawFiles()
      assert.isFalse(existsSync(linkOf(file)))
      assert.isEmpty(await db.from('media_withdrawals'))
    })

  test('ends with the picture of a user', async ({ client, assert }) => {
    const [user, admin] = await people('member', 'admin')
    const { id } = await uploaded(client, user, await plainPicture(400, 400).png().toBuffer())
    await runJobs()
    const change = (body: object) => client.patch('/users/me').loginAs(user).json(body)
    const { url } = (await client.get(`/media/${id}`).loginAs(user)).body()
    const isLinked = () => existsSync(linkOf({ url } as ShownMedia))
    await answers(change({ avatar: id, header: id }), 200)
    await answers(client.get(pathOf(url)), 200)
    await answers(change({ header: null }), 200)
    await withdrawFiles()
    assert.isTrue(isLinked())
    await answers(change({ avatar: null }), 200)
    await withdrawFiles()
    assert.isFalse(isLinked())
    await answers(change({ avatar: id }), 200)
    await answers(client.get(pathOf(url)), 200)
    assert.isTrue(isLinked())
    await answers(act(client, admin, 'user.erase', { on: user }), 201)
    await withdrawFiles()
    assert.isFalse(isLinked())
  })

  test('is taken back, though it was made while the use ended', async ({ client, assert }) => {
    file = await uploaded(client, author, text('Notes'))
    const { id } = await publish(client, author, file)
    await db.transaction(async (trx) => {
      await trx.from('posts').where({ id }).update({ published: false })
      await new LinkPublicFile().handle(basename(file.url!))
      assert.isTrue(existsSync(linkOf(file)))
    })
    await withdrawFiles()
    assert.isFalse(existsSync(linkOf(file)))
  })

  test('is not made after the end of the use that it waited for', async ({ client, assert }) => {
    file = await uploaded(client, author, text('Notes'))
    const { id } = await publish(client, author, file)
    const name = basename(file.url!)
    let linking: Promise<void>
    await db.transaction(async (trx) => {
      await trx.from('media_files').forUpdate()
      linking = new LinkPublicFile().handle(name)
      const isWaiting = async () => {
        const { rows } = await db.rawQuery(
          `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%for share%'`
        )
        return rows.length > 0
      }
      await eventually(isWaiting, { what: 'the link waits for the lock' })
      await trx.from('posts').where({ id }).update({ published: false })
    })
    await linking!
    assert.isFalse(existsSync(linkOf(file)))
  })

  test('waits for its file, and holds up no other', async ({ client, assert }) => {
    const files = [
      await uploaded(client, author, text('One')),
      await uploaded(client, author, text('Two')),
    ]
    for (const one of files) {
      await publish(client, author, one)
      await answers(client.get(pathOf(one.url)), 200)
    }
    await db.from('posts').update({ published: false })
    await db.transaction(async (trx) => {
      await trx.from('media_files').orderBy('id').limit(1).forShare()
      await withdrawFiles()
      assert.isTrue(existsSync(linkOf(files[0])))
      assert.isFalse(existsSync(linkOf(files[1])))
    })
    await withdrawFiles()
    assert.isFalse(existsSync(linkOf(files[0])))
  })

  test('is taken back by the sweep, if it should not be', async ({ client, assert }) => {
    const [mine, shown] = [
      await uploaded(client, author, text('Mine')),
      await uploaded(client, author, text('Shown')),
    ]
    await publish(client, author, shown)
    for (const { url } of [mine, shown]) await storage.addLink(basename(url!))
    await writeFile(inFolder('public/media/files/unknown.bin'), '')
    assert.equal(await sweepMediaLinks(), 2)
    assert.isFalse(existsSync(linkOf(mine)))
    assert.isTrue(existsSync(linkOf(shown)))
  })

  test('is not needed: without it the API serves the file', async ({ client, cleanup }) => {
    file = await uploaded(client, author, text('Notes'))
    await publish(client, author, file)
    await rm(inFolder('public'), { recursive: true, force: true })
    await writeFile(inFolder('public'), '')
    cleanup(() => rm(inFolder('public'), { recursive: true, force: true }))
    for (let time = 0; time < 2; time++) await answers(client.get(pathOf(file.url)), 200)
    await rm(inFolder('public'))
    const isLinked = async () => {
      await answers(client.get(pathOf(file.url)), 200)
      return existsSync(linkOf(file))
    }
    await eventually(isLinked, { what: 'the folder is tried again' })
  })
})

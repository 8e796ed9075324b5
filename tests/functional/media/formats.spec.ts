import config from '@adonisjs/core/services/config'
import { test } from '@japa/runner'
import sharp from 'sharp'
import RebuildMedia from '#actions/media/rebuild_media'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import {
  animation,
  bytesOf,
  download,
  emptyStorage,
  plainPicture,
  stored,
  uploaded,
  type ShownMedia,
} from '#tests/support/media'
import { people } from '#tests/support/staff'

const both = ['webp', 'avif']

/** Of a picture of 1000 by 500 pixels, in the order of the answer. */
const copies = [
  [null, 320],
  [null, 640],
  ['1.91:1', 955],
  ['16:9', 888],
  ['1:1', 500],
] as const

const inFormats = (formats: string[]) =>
  copies.flatMap(([crop, width]) => formats.map((format) => [crop, width, `image/${format}`]))

const factsOf = ({ variants }: ShownMedia) =>
  variants.map(({ crop, width, content_type: type }) => [crop, width, type])

test.group('Copies of a picture with MEDIA_FORMATS=webp,avif', (group) => {
  let user: User
  group.each.setup(async () => {
    await emptyDatabase()
    await emptyStorage()
    ;[user] = await people('member')
    config.set('media.formats', both)
    return () => config.set('media.formats', ['webp'])
  })

  test('are in both formats, WebP first', async ({ client, assert }) => {
    const { id } = await uploaded(client, user, await plainPicture(1000, 500).jpeg().toBuffer())
    await runJobs()
    const shown: ShownMedia = await bodyOf(client.get(`/media/${id}`).loginAs(user))
    assert.equal(shown.status, 'ready')
    assert.deepEqual(factsOf(shown), inFormats(both))
    for (const { url, width, height, content_type: type } of shown.variants) {
      const file = await answers(download(client, user, url), 200)
      assert.equal(file.header('content-type'), type)
      const facts = await sharp(bytesOf(file)).metadata()
      assert.deepEqual([facts.width, facts.height], [width, height])
      assert.equal(facts.format, type === 'image/avif' ? 'heif' : 'webp')
      assert.isUndefined(facts.exif)
    }
  })

  test('are WebP alone where an animation moves', async ({ client, assert }) => {
    const { id } = await uploaded(client, user, await animation(3, 400))
    await runJobs()
    const shown: ShownMedia = await bodyOf(client.get(`/media/${id}`).loginAs(user))
    assert.deepEqual(factsOf(shown), [
      [null, 320, 'image/webp'],
      ...copies
        .filter(([crop]) => crop)
        .flatMap(([crop]) => both.map((format) => [crop, 400, `image/${format}`])),
    ])
  })

  test('are made of older pictures by a rebuild, and of moved crops', async ({
    client,
    assert,
  }) => {
    config.set('media.formats', ['webp'])
    const { id } = await uploaded(client, user, await plainPicture(1000, 500).jpeg().toBuffer())
    await runJobs()
    const show = async (): Promise<ShownMedia> => bodyOf(client.get(`/media/${id}`).loginAs(user))
    const before = await show()
    assert.deepEqual(factsOf(before), inFormats(['webp']))

    config.set('media.formats', both)
    await new RebuildMedia().handle({ ids: [id] })
    await runJobs()
    const after = await show()
    assert.deepEqual(factsOf(after), inFormats(both))
    assert.includeMembers(
      after.variants.map(({ url }) => url),
      before.variants.map(({ url }) => url)
    )
    const move = client.patch(`/media/${id}`).loginAs(user)
    await answers(move.json({ focal_point: { x: 0, y: 0 } }), 200)
    await runJobs()
    assert.deepEqual(factsOf(await show()), inFormats(both))
    assert.lengthOf(await stored(), 1 + 2 * copies.length)
  })
})

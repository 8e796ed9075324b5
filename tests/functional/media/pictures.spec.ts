import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import sharp from 'sharp'
import { thumbHashToRGBA } from 'thumbhash'
import { deflateSync, crc32 } from 'node:zlib'
import type User from '#models/user'
import { makeCopies } from '#jobs/media/make_copies'
import { queueMedia } from '#jobs/queue_media'
import { storage } from '#media/storage'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { openJobs, runJobs } from '#tests/support/jobs'
import {
  animation,
  bytesOf,
  download,
  emptyStorage,
  marked,
  noise,
  pixelOf,
  plainPicture,
  stored,
  text,
  uploaded,
  type ShownMedia,
} from '#tests/support/media'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

/** A PNG whose header promises a size that its bytes don't have. */
function pngOf(width: number, height: number): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name), data])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([1, 0, 0, 0, 0], 8)
  const rows = deflateSync(Buffer.alloc(1000))
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

test.group('A picture', (group) => {
  let user: User
  group.each.setup(async () => {
    await emptyDatabase()
    await emptyStorage()
    ;[user] = await people('member')
  })

  test('is encoded anew, in smaller copies and crops too, and its upload is deleted', async ({
    client,
    assert,
  }) => {
    const content = await plainPicture(2000, 1500).jpeg().toBuffer()
    const begun = await uploaded(client, user, content)
    assert.containSubset(begun, { kind: 'image', status: 'processing', width: null, variants: [] })
    const [moderator] = await people('moderator')
    await answers(download(client, user, begun.url), 200)
    assertProblem(await download(client, moderator, begun.url), 404, 'not_found')

    await runJobs()
    const shown: ShownMedia = await bodyOf(client.get(`/media/${begun.id}`).loginAs(user))
    assert.containSubset(shown, {
      status: 'ready',
      width: 2000,
      height: 1500,
      content_type: 'image/jpeg',
      sha256: begun.sha256,
    })
    assert.deepEqual(
      shown.variants.map(({ crop, width, height }) => [crop, width, height]),
      [
        [null, 320, 240],
        [null, 640, 480],
        [null, 1280, 960],
        [null, 1920, 1440],
        ['1.91:1', 1200, 628],
        ['16:9', 1280, 720],
        ['1:1', 640, 640],
      ]
    )
    for (const { url, width, height, content_type: type } of [shown as any, ...shown.variants]) {
      const file = await answers(download(client, moderator, url), 200)
      const facts = await sharp(bytesOf(file)).metadata()
      assert.deepEqual([facts.width, facts.height], [width, height])
      assert.equal(file.header('content-type'), type)
      assert.equal(file.header('content-disposition'), 'inline')
    }
    const size = bytesOf(await download(client, user, shown.url)).length
    assert.equal(shown.bytes, size)
    assertProblem(await download(client, user, begun.url), 404, 'not_found')
    assert.lengthOf(await stored(), 8)
    const { w, h } = thumbHashToRGBA(Buffer.from(shown.placeholder!, 'base64'))
    assert.approximately(w / h, 4 / 3, 0.1)
  })

  test('is upright with EXIF orientation {$self}, and keeps nothing of its camera')
    .with([1, 2, 3, 4, 5, 6, 7, 8])
    .run(async ({ client, assert }, orientation) => {
      const upright = await (await marked(64, 32)).png().toBuffer()
      // The stored pixels, turned so that the orientation turns them back.
      const kept = sharp(upright)
      const turned = {
        1: () => kept,
        2: () => kept.flop(),
        3: () => kept.rotate(180),
        4: () => kept.flip(),
        5: () => kept.flop().rotate(270),
        6: () => kept.rotate(270),
        7: () => kept.flop().rotate(90),
        8: () => kept.rotate(90),
      }[orientation]!()
      const pixels = await sharp(await turned.png().toBuffer())
        .jpeg({ quality: 100 })
        .withExif({
          IFD0: { Copyright: 'canary' },
          IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 12/1' },
        })
        .withMetadata({ orientation })
        .toBuffer()
      assert.include(pixels.toString('latin1'), 'Exif')
      const { id } = await uploaded(client, user, pixels)
      await runJobs()
      const shown = await bodyOf(client.get(`/media/${id}`).loginAs(user))
      assert.deepEqual([shown.width, shown.height], [64, 32])
      const master = bytesOf(await download(client, user, shown.url))
      const [red, , blue] = await pixelOf(master, 8, 8)
      assert.isTrue(red > 200 && blue < 60, `${red} ${blue}`)
      for (const [x, y] of [
        [56, 8],
        [8, 24],
        [56, 24],
      ]) {
        const [otherRed, , otherBlue] = await pixelOf(master, x, y)
        assert.isTrue(otherRed < 60 && otherBlue > 200, `${x} ${y}`)
      }
      const { exif, icc, xmp, iptc, orientation: left } = await sharp(master).metadata()
      assert.deepEqual([exif, icc, xmp, iptc], [undefined, undefined, undefined, undefined])
      assert.isTrue(left === undefined || left === 1)
      assert.notInclude(master.toString('latin1'), 'canary')
    })

  test('of {kind} becomes one in sRGB with 8 bits')
    .with([
      {
        kind: 'CMYK',
        make: () => plainPicture(40, 30).toColourspace('cmyk').jpeg().toBuffer(),
        type: 'image/jpeg',
      },
      {
        kind: '16 bits',
        make: () => plainPicture(40, 30).toColourspace('rgb16').png().toBuffer(),
        type: 'image/png',
      },
      {
        kind: 'a wide profile',
        make: () => plainPicture(40, 30).withIccProfile('p3').png().toBuffer(),
        type: 'image/png',
      },
      {
        kind: 'grey levels',
        make: () => plainPicture(40, 30).greyscale().toColourspace('b-w').png().toBuffer(),
        type: 'image/png',
      },
      {
        kind: 'TIFF',
        make: () => plainPicture(40, 30).tiff().toBuffer(),
        type: 'image/jpeg',
      },
      {
        kind: 'AVIF',
        make: () => plainPicture(40, 30).avif().toBuffer(),
        type: 'image/jpeg',
      },
      {
        kind: 'transparent WebP',
        make: () =>
          plainPicture(40, 30, { channels: 4, background: '#ff000080' }).webp().toBuffer(),
        type: 'image/webp',
      },
      { kind: 'one pixel', make: () => plainPicture(1, 1).png().toBuffer(), type: 'image/png' },
    ])
    .run(async ({ client, assert }, { make, type }) => {
      const { id } = await uploaded(client, user, await make())
      await runJobs()
      const shown = await bodyOf(client.get(`/media/${id}`).loginAs(user))
      assert.containSubset(shown, { status: 'ready', content_type: type })
      const facts = await sharp(bytesOf(await download(client, user, shown.url))).metadata()
      assert.equal(facts.depth, 'uchar')
      assert.include(['srgb', 'b-w'], facts.space)
      assert.isUndefined(facts.icc)
    })

  test('that moves does so in its copies, for 200 frames at most', async ({ client, assert }) => {
    const { id } = await uploaded(client, user, await animation(210, 330))
    await runJobs()
    const shown: ShownMedia = await bodyOf(client.get(`/media/${id}`).loginAs(user))
    assert.containSubset(shown, { status: 'ready', content_type: 'image/webp', height: 330 })
    for (const url of [shown.url, shown.variants[0].url]) {
      const facts = await sharp(bytesOf(await download(client, user, url))).metadata()
      assert.equal(facts.pages, 200)
    }
    const crop = shown.variants.find((one) => one.crop === '1:1')!
    const facts = await sharp(bytesOf(await download(client, user, crop.url))).metadata()
    assert.isTrue(facts.pages === undefined || facts.pages === 1)
  })

  test('that is broken or hostile fails: {kind}')
    .with([
      { kind: 'a bomb of 900 megapixels', make: async () => pngOf(30_000, 30_000) },
      { kind: 'a bomb of one row', make: async () => pngOf(60_000_000, 1) },
      {
        kind: 'an AVIF that takes too much memory',
        make: () => plainPicture(4000, 3200).avif({ effort: 0 }).toBuffer(),
      },
      {
        kind: 'an animation that does',
        make: () => animation(2, 3000),
      },
      { kind: 'fewer rows than it says', make: async () => pngOf(5000, 5000) },
      {
        kind: 'cut off',
        make: async () => (await noise(500, 500).jpeg().toBuffer()).subarray(0, 20_000),
      },
      { kind: 'only a beginning', make: async () => Buffer.from('ffd8ffe000104a464946', 'hex') },
      {
        kind: 'a page behind the header of a GIF',
        make: async () => text('GIF89a<script>alert(1)</script>'),
      },
    ])
    .run(async ({ client, assert }, { make }) => {
      const content = await make()
      const { id, kind, url } = await uploaded(client, user, content)
      assert.equal(kind, 'image')
      const before = process.memoryUsage().rss
      await runJobs()
      assert.isBelow(process.memoryUsage().rss - before, 300 * 1024 * 1024)
      const shown: ShownMedia = await bodyOf(client.get(`/media/${id}`).loginAs(user))
      assert.containSubset(shown, { status: 'failed', url: null, variants: [] })
      assert.include(['unreadable', 'too_many_pixels'], shown.failure!)
      assertProblem(await download(client, user, url), 404, 'not_found')
      assert.isEmpty(await stored())
      assert.isEmpty(await openJobs())
    })

  test('with a page behind its pixels loses the page', async ({ client, assert }) => {
    const picture = await plainPicture(50, 50).jpeg().toBuffer()
    const polyglot = Buffer.concat([picture, text('<script>canary()</script>')])
    const { id } = await uploaded(client, user, polyglot, { name: 'x.html', type: 'text/html' })
    await runJobs()
    const shown = await bodyOf(client.get(`/media/${id}`).loginAs(user))
    const master = await download(client, user, shown.url)
    assert.equal(master.header('content-type'), 'image/jpeg')
    assert.notInclude(bytesOf(master).toString('latin1'), 'canary')
  })

  test('is cropped to its focal point, anew when that moves', async ({ client, assert }) => {
    const content = await (await marked(1200, 400)).png().toBuffer()
    const { id } = await uploaded(client, user, content)
    await runJobs()
    const square = async () => {
      const shown: ShownMedia = await bodyOf(client.get(`/media/${id}`).loginAs(user))
      const crop = shown.variants.find((one) => one.crop === '1:1')
      return crop && bytesOf(await answers(download(client, user, crop.url), 200))
    }
    const middle = (await square())!
    assert.isTrue((await pixelOf(middle, 20, 20))[0] > 200)
    assert.isTrue((await pixelOf(middle, 380, 20))[2] > 200)
    const files = (await stored()).length

    await answers(
      client
        .patch(`/media/${id}`)
        .loginAs(user)
        .json({ focal_point: { x: 1, y: 0.5 } }),
      200
    )
    assert.isUndefined(await square())
    await runJobs()
    const right = (await square())!
    assert.isTrue((await pixelOf(right, 20, 20))[2] > 200)
    assert.lengthOf(await stored(), files)
  })

  test('is processed once more after its job was killed, with the same outcome', async ({
    client,
    assert,
  }) => {
    const content = await plainPicture(700, 500).jpeg().toBuffer()
    const { id } = await uploaded(client, user, content)
    const { id: fileId } = await row('media_files', {})
    // The bytes of some copies are there, and no row is.
    const put = storage.put
    let left = 2
    storage.put = async (...args) => {
      if (left-- === 0) throw new Error('killed')
      return put(...args)
    }
    try {
      await assert.rejects(() => makeCopies(fileId), 'killed')
    } finally {
      storage.put = put
    }
    assert.equal((await row('media_files', {})).status, 'processing')
    await makeCopies(fileId)
    const first = await bodyOf(client.get(`/media/${id}`).loginAs(user))
    assert.equal(first.status, 'ready')
    const names = (await stored()).toSorted()
    await makeCopies(fileId)
    assert.deepEqual((await stored()).toSorted(), names)
    assert.deepEqual(await bodyOf(client.get(`/media/${id}`).loginAs(user)), first)
  })

  test('that ended its process three times fails', async ({ client, assert }) => {
    const content = await plainPicture(20, 20).jpeg().toBuffer()
    const { id } = await uploaded(client, user, content)
    await db.from('media_files').update({ attempts: 3 })
    await runJobs()
    const shown = await bodyOf(client.get(`/media/${id}`).loginAs(user))
    assert.containSubset(shown, { status: 'failed', failure: 'given_up' })
  })

  test('is queued again if its job was given up', async ({ client, assert }) => {
    const content = await plainPicture(20, 20).jpeg().toBuffer()
    const { id } = await uploaded(client, user, content)
    await db.from('jobs.job').where('name', 'media').delete()
    assert.equal(await queueMedia(), 1)
    assert.equal(await queueMedia(), 0)
    await runJobs()
    const shown = await bodyOf(client.get(`/media/${id}`).loginAs(user))
    assert.equal(shown.status, 'ready')
  })

  test('of a second upload has the copies of the first, with crops of its own', async ({
    client,
    assert,
  }) => {
    const content = await (await marked(1200, 400)).png().toBuffer()
    const [other] = await people('member')
    const first = await uploaded(client, user, content)
    await runJobs()
    const move = client.patch(`/media/${first.id}`).loginAs(user)
    await answers(move.json({ focal_point: { x: 0, y: 0 } }), 200)
    await runJobs()
    const second = await uploaded(client, other, content)
    assert.equal(second.status, 'ready')
    await runJobs()
    const crops = async (id: number, viewer: User) => {
      const shown: ShownMedia = await bodyOf(client.get(`/media/${id}`).loginAs(viewer))
      return shown.variants.filter(({ crop }) => crop !== null).map(({ url }) => url)
    }
    const [mine, theirs] = [await crops(first.id, user), await crops(second.id, other)]
    assert.lengthOf(mine, 3)
    assert.lengthOf(theirs, 3)
    assert.isEmpty(mine.filter((url) => theirs.includes(url)))
  })
})

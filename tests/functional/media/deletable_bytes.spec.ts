import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import pg from 'pg'
import type User from '#models/user'
import { makeCopies } from '#jobs/media/make_copies'
import { pruneMedia } from '#jobs/prune_media'
import { BYTES_LOCK } from '#media/bytes_lock'
import { answers } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { emptyStorage, plainPicture, stored, text, uploaded } from '#tests/support/media'
import { people } from '#tests/support/staff'

test.group('While a backup is made', (group) => {
  let user: User
  let backup: pg.Client

  group.each.setup(async () => {
    await emptyDatabase()
    await emptyStorage()
    ;[user] = await people('member')
    const { connectionString } = config.get<{ connectionString: string }>(
      'database.connections.postgres.connection'
    )
    backup = new pg.Client({ connectionString })
    await backup.connect()
    await backup.query(`select pg_advisory_lock_shared(${BYTES_LOCK})`)
    return () => backup.end()
  })

  const end = () => backup.query('select pg_advisory_unlock_all()')

  test('the bytes of a deleted file stay, and the file is gone', async ({ client, assert }) => {
    const { id } = await uploaded(client, user, text('Notes'))
    await answers(client.delete(`/media/${id}`).loginAs(user), 204)
    assert.equal(await pruneMedia(), 0)
    assert.lengthOf(await stored(), 1)
    await end()
    assert.equal(await pruneMedia(), 1)
    assert.isEmpty(await stored())
  })

  test('a picture is made ready, and its upload goes later', async ({ client, assert }) => {
    const { id } = await uploaded(client, user, await plainPicture(200, 200).png().toBuffer())
    const [{ id: fileId }] = await db.from('media_files')
    const originals = () => db.from('media_variants').where('purpose', 'original')
    await makeCopies(fileId)
    assert.equal((await client.get(`/media/${id}`).loginAs(user)).body().status, 'ready')
    assert.lengthOf(await originals(), 1)
    await pruneMedia()
    assert.lengthOf(await originals(), 1)
    await end()
    await pruneMedia()
    assert.isEmpty(await originals())
    assert.lengthOf(await stored(), (await db.from('media_variants')).length)
  })
})

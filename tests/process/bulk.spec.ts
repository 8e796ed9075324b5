import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { emptyDatabase } from '#tests/support/database'
import { people } from '#tests/support/staff'
import { untilBlocked } from '#tests/support/waiting'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

test.group('plaza bulk apply as a process', (group) => {
  let folder: string

  group.each.setup(async () => {
    await emptyDatabase()
    folder = await mkdtemp(join(tmpdir(), 'plaza-'))
    return () => rm(folder, { recursive: true })
  })

  test('finishes the current rows on each Ctrl-C, and does no row twice', async ({
    assert,
    cleanup,
  }) => {
    const [moe, author] = await people('moderator', 'member')
    const rows = Array.from({ length: 250 }, (_, n) => ({
      user_id: author.id,
      title: `Post ${n}`,
      content: 'Text',
      published: true,
      published_at: new Date(),
    }))
    const posts: { id: number }[] = await db.table('posts').multiInsert(rows).returning('id')
    const file = join(folder, 'plan.json')
    const plaza = (...args: string[]) => {
      const child = spawn(process.execPath, ['bin/plaza.js', ...args, '--as', String(moe.id)], {
        cwd: ROOT,
        stdio: 'ignore',
      })
      return { child, ended: once(child, 'exit').then(([code]) => code) }
    }
    const plan = ['--posts', `author:${author.id}`, '--action', 'post.remove', '--reason', 'Spam']
    assert.equal(await plaza('bulk', 'plan', ...plan, '--output', file).ended, 0)

    // The newest rows come first, a hundred in a request. The second hundred is blocked.
    const holder = await db.transaction()
    // A transaction that a failed test leaves open would delay the end of the run.
    cleanup(async () => {
      if (!holder.isCompleted) await holder.rollback()
    })
    // A process starts slowly on a busy machine.
    await holder.rawQuery('set local idle_in_transaction_session_timeout = 0')
    await holder.from('posts').where('id', posts[100].id).forUpdate().first()
    const line = ['bulk', 'apply', file, '--yes', '--confirm', '250']
    const { child, ended } = plaza(...line)
    await untilBlocked()
    child.kill('SIGINT')
    await wait(50)
    child.kill('SIGINT')
    child.kill('SIGTERM')
    await wait(50)
    assert.isNull(child.exitCode)
    await holder.commit()

    assert.equal(await ended, 130)
    assert.deepEqual(await acted(), idsFrom(50))
    assert.equal(await plaza(...line).ended, 0)
    assert.deepEqual(await acted(), idsFrom(0))

    function idsFrom(index: number) {
      return posts
        .slice(index)
        .map(({ id }) => id)
        .reverse()
    }
  })
})

/** The targets of the actions, in order. */
async function acted(): Promise<number[]> {
  const entries = await db.from('audit_entries').orderBy('id').select('target_id')
  return entries.map(({ target_id: target }) => target)
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { staffActionNames } from '#actions/staff/registry'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { tokenOf } from '#tests/support/accounts'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase } from '#tests/support/database'
import { filesOf } from '#tests/support/media'
import { origin } from '#tests/support/server'
import { people, report } from '#tests/support/staff'

/** The staff actions, in an order that works on the same targets. */
const lines = [
  'users end-sessions USER',
  'users warn USER',
  'users silence USER --until 2100-01-01',
  'users unsilence USER',
  'users suspend USER',
  'users unsuspend USER',
  'users reset-password USER',
  'users rescue LOST',
  'users set-role USER moderator',
  'users link USER unix',
  'users export USER',
  'users create --email NEW@example.org --username NEW --password-stdin',
  'reports assign REPORT',
  'reports resolve REPORT',
  'reports dismiss OTHER',
  'comments remove COMMENT',
  'comments restore COMMENT',
  'media remove FILE',
  'media restore FILE',
  'media bar FILE',
  'media unbar FILE',
  'posts lock POST',
  'posts unlock POST',
  'posts remove POST',
  'posts restore POST',
  'users erase USER --confirm NAME',
]

/** Members that differ between the transports and between the targets. */
const differing = [
  ...['origin', 'os_user', 'host', 'request_id'],
  ...['id', 'created_at', 'hash', 'previous_hash', 'target_id', 'subject_id'],
]

test.group('Both transports', (group) => {
  let admin: User
  let home: string

  group.each.setup(async () => {
    await emptyDatabase()
    admin = await UserFactory.apply('admin').create()
    home = await mkdtemp(join(tmpdir(), 'plaza-'))
    return () => rm(home, { recursive: true })
  })

  test('have the same effect, and leave the same audit entries', async ({ assert, client }) => {
    const login = `login --username ${admin.username} --password-stdin --remote ${origin}`
    await plaza(login, { input: password, env: { XDG_CONFIG_HOME: home } })

    const local = await entriesOf(client, `--as ${admin.id}`)
    const remote = await entriesOf(client, `--remote ${origin}`)

    assert.deepEqual(remote.known, local.known)
    assert.includeMembers(
      local.known.map(({ action }) => action),
      staffActionNames
    )
    assert.deepEqual(new Set(local.transports), new Set(['cli nobody@test-host']))
    assert.deepEqual(new Set(remote.transports), new Set(['api null@null']))
  })

  /** Takes all actions on a new user and their content. */
  async function entriesOf(client: ApiClient, transport: string) {
    const last = (await db.from('audit_entries').max('id as id'))[0].id ?? 0
    const [user, other, lost] = await people('member', 'member', 'member')
    for (const one of [user, lost]) await tokenOf(one)
    const post = await PostFactory.merge({ userId: user.id, title: 'A picnic' }).create()
    const comment = await CommentFactory.merge({ userId: user.id, postId: post.id }).create()
    const words: Record<string, string | number> = {
      USER: user.id,
      NAME: user.username,
      LOST: lost.id,
      POST: post.id,
      COMMENT: comment.id,
      FILE: (await filesOf(user, 1))[0].id,
      REPORT: (await report(client, 'post', post)).id,
      OTHER: (await report(client, 'user', other)).id,
      NEW: `new_${user.id}`,
    }
    for (const line of lines) {
      const filled = line.replaceAll(/\b[A-Z]{3,}/g, (word) => String(words[word]))
      const reason = `--reason 'All of it' --yes ${transport}`
      const ran = await plaza(`${filled} ${reason}`, {
        input: 'a plaza in the evening',
        env: { XDG_CONFIG_HOME: home },
      })
      if (ran.code !== 0) throw new Error(`${line}: ${ran.err}`)
    }
    const entries = await db.from('audit_entries').where('id', '>', last).orderBy('id')
    return {
      transports: entries.map((entry) => `${entry.origin} ${entry.os_user}@${entry.host}`),
      known: entries.map(withoutTransport),
    }
  }
})

const withoutTransport = (entry: Record<string, any>) => ({
  ...Object.fromEntries(Object.entries(entry).filter(([name]) => !differing.includes(name))),
  action: entry.action as string,
  isAboutSomebody: entry.subject_id !== null,
  after: JSON.stringify(entry.after).replaceAll(/(_id":)\d+/g, '$1N'),
})

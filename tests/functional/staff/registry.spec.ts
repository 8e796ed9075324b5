import { readdir, readFile } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { staffActionNames, staffActions } from '#actions/staff/registry'
import { actionPermissions } from '#domain/permissions'
import { createProgram } from '#cli/program'
import { staffCommands } from '#cli/staff_commands'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { tokenOf } from '#tests/support/accounts'
import { answers, bodyOf } from '#tests/support/answers'
import { CapturedTerminal } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { text, uploaded } from '#tests/support/media'
import { assertProblem } from '#tests/support/problems'
import { act, people, reason } from '#tests/support/staff'

const folder = app.makePath('app/actions/staff')

/** The files that the actions share. Every other file is an action. */
const isBase = (file: string) => file === 'registry.ts' || file.endsWith('_action.ts')

async function classes() {
  const files = (await readdir(folder)).filter((file) => !isBase(file))
  const modules = await Promise.all(
    files.map((file) => import(`#actions/staff/${file.replace('.ts', '')}`))
  )
  // Shared files export functions by name. The default export of an action is its class.
  return modules.filter((module) => 'default' in module)
}

/** A target of each kind in a state that every action can change, and the action's fields. */
async function target(client: ApiClient, name: string) {
  const [user] = await people('member')
  const media = await uploaded(client, user, text('Notes'))
  const post = await PostFactory.merge({ userId: user.id }).create()
  const comment = await CommentFactory.merge({ postId: post.id, userId: user.id }).create()
  const needs: Record<string, () => PromiseLike<unknown>> = {
    'post.restore': () => post.remove(),
    'post.unlock': () => post.lock(),
    'comment.restore': () => comment.remove(),
    'media.restore': () => db.from('media').update({ removed_at: new Date() }),
    'media.unbar': () => db.from('media_files').update({ barred_at: new Date() }),
    'user.unsilence': () => user.silence(null),
    'user.unsuspend': () => user.suspend(null),
    'user.end_sessions': () => tokenOf(user).then(() => {}),
    'user.rescue': () => tokenOf(user).then(() => {}),
    'user.link': async () => void (await user.merge({ role: 'moderator' }).save()),
  }
  await needs[name]?.()
  const params = { role: 'moderator', os_user: 'moe', password: 'a walk by the river' }
  return { on: { user, post, comment, media }[name.split('.')[0]]!, ...params }
}

/** The names of the actions in the grammar of the command line. */
function commanded() {
  const known: unknown[] = []
  createProgram((_, { params } = {}) => {
    known.push((params as { action?: string } | undefined)?.action)
    return async () => {}
  }, new CapturedTerminal())
  return known.filter((name) => name !== undefined)
}

test.group('The registry of staff actions', (group) => {
  group.each.setup(emptyDatabase)

  test('lists every class of a staff action', async ({ assert }) => {
    const names = (await classes()).map(({ default: Action }) => new Action().name)
    assert.sameMembers(names, staffActionNames)
    assert.lengthOf(new Set(staffActionNames), staffActionNames.length)
  })

  test('equals GET /admin/actions', async ({ client, assert }) => {
    const [moderator] = await people('moderator')
    const listed = await bodyOf(client.get('/admin/actions').loginAs(moderator))
    assert.deepEqual(
      listed.map(({ name }: { name: string }) => name),
      staffActionNames
    )
  })

  test('names the inverse of each action that has one, in both directions', ({ assert }) => {
    for (const { name, inverse } of staffActions.filter((action) => action.inverse)) {
      assert.equal(staffActions.find((action) => action.name === inverse)?.inverse, name)
    }
  })

  test('has a command for each action', ({ assert }) => {
    assert.sameMembers(commanded(), staffActionNames)
  })

  test('{name} is for staff, leaves an audit entry, and has a line in the docs')
    .with(staffActionNames.map((name) => ({ name })))
    .run(async ({ client, assert }, { name }) => {
      const [admin, member] = await people('admin', 'member')
      const input = await target(client, name)
      const { permission } = staffActions.find((action) => action.name === name)!
      assert.include(actionPermissions, permission)
      assertProblem(await act(client, member, name, input), 403, 'forbidden')

      await answers(act(client, admin, name, input), 201)
      assert.containSubset(await row('audit_entries', { action: name }), {
        actor_id: admin.id,
        target_type: name.split('.')[0],
        target_id: input.on.id,
        reason,
      })

      const { subject, name: verb } = staffCommands.find(({ action }) => action === name)!
      const docs = await readFile(app.makePath('docs/moderation.md'), 'utf8')
      const line = docs.split('\n').find((one) => one.startsWith(`| \`${name}\``))
      assert.include(line, `\`plaza ${subject} ${verb} <`)
      assert.include(line, `| \`${permission}\` `)
    })
})

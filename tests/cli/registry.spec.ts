import router from '@adonisjs/core/services/router'
import { test } from '@japa/runner'
import type { Command, Option } from 'commander'
import { staffActions } from '#actions/staff/registry'
import { isNeeded } from '#cli/grammar/asking'
import { createProgram } from '#cli/program'
import { staffCommands, subjectOf } from '#cli/staff_commands'
import { CapturedTerminal } from '#tests/support/captured_terminal'
import { listBatchesValidator } from '#validators/batches'
import { listMediaValidator } from '#validators/media'
import { listViewsValidator } from '#validators/saved_views'
import {
  listAuditValidator,
  listReportsValidator,
  listStaffCommentsValidator,
  listStaffPostsValidator,
  listUsersValidator,
} from '#validators/staff'

let told: any

/** Does nothing except record the input of the handler. */
const program = createProgram(
  (_, { params } = {}) =>
    async () => {
      told = params
    },
  new CapturedTerminal()
)

/** The command for every staff write. */
const writes: Record<string, string[]> = {
  'admin.mails.retries.store': ['mail retry'],
  'admin.applications.approvals.store': ['applications approve'],
  'admin.applications.rejections.store': ['applications reject'],
  'admin.actions.store': staffCommands.map(({ subject, name }) => `${subject} ${name}`),
  'admin.batches.store': ['bulk apply'],
  'admin.batches.undos.store': ['bulk undo'],
  'admin.batches.cancellations.store': ['bulk cancel'],
  'admin.reports.update': ['reports assign', 'reports resolve', 'reports dismiss'],
  'admin.reasons.store': ['reasons create'],
  'admin.reasons.update': ['reasons update'],
  'admin.reasons.destroy': ['reasons delete'],
  'admin.roles.store': ['roles create'],
  'admin.roles.update': ['roles edit'],
  'admin.roles.destroy': ['roles delete'],
  'admin.users.exports.store': ['users export'],
  'admin.users.notes.destroy': ['users delete-note'],
  'admin.users.notes.store': ['users note'],
  'admin.users.store': ['users create'],
  'admin.views.store': ['views create'],
  'admin.views.update': ['views update'],
  'admin.views.destroy': ['views delete'],
  'admin.webhooks.store': ['webhooks create'],
  'admin.webhooks.update': ['webhooks update'],
  'admin.webhooks.destroy': ['webhooks delete'],
  'admin.webhooks.secrets.store': ['webhooks rotate'],
  'admin.webhooks.pings.store': ['webhooks ping'],
  'admin.webhooks.deliveries.retries.store': ['webhooks retry'],
  'admin.users.tokens.destroy': ['tokens revoke'],
  'admin.users.tokens.store': ['tokens create'],
}

const lists = {
  users: listUsersValidator,
  posts: listStaffPostsValidator,
  comments: listStaffCommentsValidator,
  reports: listReportsValidator,
  audit: listAuditValidator,
  bulk: listBatchesValidator,
  views: listViewsValidator,
  media: listMediaValidator,
}

/** Clients that count rows need these. The command line has `--cursor` and `plaza stats`. */
const pages = ['skip', 'count']

test.group('The command line', () => {
  test('has a command for every staff action, with the same options', ({ assert }) => {
    for (const { name, targetType, takes } of staffActions) {
      const command = staffCommands.find(({ action }) => action === name)
      assert.isDefined(command, name)
      assert.equal(command!.subject, subjectOf[targetType])
      assert.equal(!!command!.takesUntil, takes.includes('until'), name)
      assert.equal(!!command!.makesPassword, takes.includes('password'), name)
      assert.equal(command!.value?.field === 'role', takes.includes('role'), name)
      assert.equal(command!.value?.field === 'os_user', takes.includes('osUser'), name)

      const options = optionsOf(find(`${command!.subject} ${command!.name}`))
      assert.isTrue(isNeeded(options.get('--reason')!), name)
      assert.isTrue(options.has('--dry-run'), name)
      assert.equal(options.has('--until'), takes.includes('until'), name)
    }
    assert.lengthOf(staffCommands, staffActions.length)
  })

  test('has a command for every staff route that writes', ({ assert }) => {
    const routes = Object.values(router.toJSON())
      .flat()
      .filter(({ name, methods }) => name?.startsWith('admin.') && !methods.includes('GET'))
    assert.sameMembers(
      routes.map(({ name }) => name),
      Object.keys(writes)
    )
    for (const path of Object.values(writes).flat()) assert.equal(pathOf(find(path)), path)
  })

  test('filters {$self} by all filters of REST')
    .with(Object.keys(lists) as (keyof typeof lists)[])
    .run(async ({ assert }, subject) => {
      const properties: Record<string, any> = lists[subject].toJSONSchema().properties!
      const options = optionsOf(find(`${subject} list`))
      const named = new Map([...options.values()].map((one) => [one.attributeName(), one]))
      await program.parseAsync([subject, 'list'], { from: 'user' })
      const { parameters } = told

      for (const name of ['--limit', '--cursor', '--fields']) assert.isTrue(options.has(name), name)
      assert.sameMembers(
        Object.keys(parameters),
        Object.keys(properties).filter(
          (name) => !['limit', 'cursor', 'fields', 'include', ...pages].includes(name)
        )
      )
      for (const [parameter, option] of Object.entries<string>(parameters)) {
        const choices = properties[parameter].enum
        if (choices) assert.sameMembers(named.get(option)!.argChoices!, choices, parameter)
        assert.isDefined(named.get(option), parameter)
      }
    })
})

function find(path: string): Command {
  return path
    .split(' ')
    .reduce<Command>((at, name) => at.commands.find((one) => one.name() === name)!, program)
}

const pathOf = (command: Command) => `${command.parent!.name()} ${command.name()}`

const optionsOf = ({ options }: Command) =>
  new Map<string, Option>(options.map((option) => [option.long!, option]))

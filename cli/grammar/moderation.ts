import { Option, type Command } from 'commander'
import { addAuditCommands } from '#cli/grammar/audit'
import {
  addListOptions,
  confirmOption,
  dryRunOption,
  id,
  neededReason,
  outputOption,
  reasonOption,
  role,
  untilOption,
  user,
} from '#cli/grammar/options'
import { filters } from '#cli/grammar/filters'
import { addMediaCommands } from '#cli/grammar/media'
import { addNoteCommands } from '#cli/grammar/notes'
import { addPublicationCommands } from '#cli/grammar/publication'
import { addRevisionCommands } from '#cli/grammar/revisions'
import { addReportCommands } from '#cli/grammar/reports'
import { staffCommands, type StaffCommand } from '#cli/staff_commands'
import type { Dispatch, Dispatched } from '#cli/invocation'
import { timelineTypes } from '#resources/timeline'

/** The reference to a subject in a command. */
const references = {
  users: { argument: '<user>', means: 'id, user name or e-mail', parse: user },
  posts: { argument: '<id>', means: 'id of the post', parse: id },
  comments: { argument: '<id>', means: 'id of the comment', parse: id },
  media: { argument: '<id>', means: 'id of the file', parse: id },
  reports: { argument: '<id>', means: 'id of the report', parse: id },
  audit: { argument: '<id>', means: 'id of the entry', parse: id },
}

type Subject = keyof typeof references

/** Actions of staff, the same through either transport. */
export function addModerationCommands(plaza: Command, dispatch: Dispatch) {
  const subjects = {
    users: plaza.command('users').description('List, show and manage accounts'),
    posts: plaza
      .command('posts')
      .description('List, show and moderate posts, including drafts and removed ones'),
    comments: plaza
      .command('comments')
      .description('List, show and moderate comments, including removed ones'),
    media: plaza
      .command('media')
      .description('List, show, moderate and keep up uploaded files, including removed ones'),
    reports: plaza.command('reports').description('List, assign and decide reports'),
    audit: plaza.command('audit').description('Read, verify and export the audit log'),
  }
  for (const [subject, command] of Object.entries(subjects)) {
    addReading(command, subject as Subject, dispatch)
  }
  addUserCommands(subjects.users, dispatch)
  for (const staffCommand of staffCommands) {
    addAction(subjects[staffCommand.subject], staffCommand, dispatch)
  }
  subjects.posts
    .command('explain')
    .description('Explain the rank of a post in each list')
    .argument('<id>', references.posts.means, id)
    .option('--search <words>', 'explain its rank in a search for these words, too')
    .action(dispatch(() => import('#cli/commands/posts/explain')))
  addPublicationCommands(subjects.posts, dispatch)
  addRevisionCommands(subjects.posts, dispatch)
  addMediaCommands(subjects.media, dispatch)
  addReportCommands(subjects.reports, dispatch)
  addAuditCommands(subjects.audit, dispatch)
  plaza
    .command('stats')
    .description('Show totals, and additions of the last 30 days')
    .action(dispatch(() => import('#cli/commands/stats')))
}

function addReading(parent: Command, subject: Subject, dispatch: Dispatch) {
  const { argument, means, parse } = references[subject]
  const list = addListOptions(parent.command('list')).description(`List ${nounOf(subject)}`)
  for (const filter of Object.values(filters[subject])) list.addOption(filter)
  const parameters = Object.fromEntries(
    Object.entries(filters[subject]).map(([name, option]) => [name, option.attributeName()])
  )
  list.action(dispatch(() => import('#cli/commands/list'), { params: { subject, parameters } }))

  parent
    .command('show')
    .description(`Show ${singulars[subject]} in full`)
    .argument(argument, means, parse)
    .action(dispatch(() => import('#cli/commands/show'), { params: { subject } }))
}

function addUserCommands(users: Command, dispatch: Dispatch) {
  const { argument, means, parse } = references.users
  users
    .command('create')
    .description('Create an account; the first admin only on the machine itself')
    .option('--email <address>', 'e-mail; a bot has none')
    .option('--bot', 'a program: no e-mail and no password, only tokens')
    .option('--username <name>', 'user name (default: a random one)')
    .option('--display-name <name>', 'the name that others see')
    .addOption(new Option('--role <role>', 'its permissions: plaza roles list').argParser(role))
    .option('--os-user <name>', 'the operating-system user who acts as this account here')
    .option('--password-stdin', 'read the password from standard input')
    .addOption(reasonOption())
    .action(dispatch(() => import('#cli/commands/users/create')))
  users
    .command('sessions')
    .description('List the sessions of a user')
    .argument(argument, means, parse)
    .action(dispatch(() => import('#cli/commands/users/sessions')))
  addListOptions(users.command('timeline'))
    .description('Show actions of a user and of staff on the user, newest first')
    .argument(argument, means, parse)
    .addOption(new Option('--type <type>', 'only entries of this type').choices(timelineTypes))
    .action(dispatch(() => import('#cli/commands/users/timeline')))
  addNoteCommands(users, dispatch)
  users
    .command('export')
    .description('Export all data about a user, as one JSON document')
    .argument(argument, means, parse)
    .addOption(outputOption())
    .addOption(neededReason())
    .action(dispatch(() => import('#cli/commands/users/export')))
}

function addAction(parent: Command, staffCommand: StaffCommand, dispatch: Dispatch) {
  const { subject, name, description, value, takesUntil, isFinal } = staffCommand
  const { argument, means, parse } = references[subject]
  const command = parent.command(name).description(description).argument(argument, means, parse)
  if (value) {
    const { parse: parseValue } = value
    const valueArgument = command.createArgument(value.name.replace(/^\w+$/, '<$&>'))
    command.addArgument(parseValue ? valueArgument.argParser(parseValue) : valueArgument)
  }
  command.addOption(neededReason())
  if (takesUntil) command.addOption(untilOption())
  if (isFinal) command.addOption(confirmOption('the user name'))
  command
    .addOption(dryRunOption())
    .action(dispatch(loads[staffCommand.action] ?? loads.usual, { params: staffCommand }))
}

const loads: Record<string, Dispatched['load']> = {
  'usual': () => import('#cli/commands/staff_action'),
  'post.restore': () => import('#cli/commands/posts/restore'),
}

const nounOf = (subject: Subject) =>
  subject === 'audit' ? 'audit entries' : subject === 'media' ? 'files' : subject

const singulars = {
  users: 'a user',
  posts: 'a post',
  comments: 'a comment',
  media: 'a file',
  reports: 'the reports on a target',
  audit: 'an audit entry',
}

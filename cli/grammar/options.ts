import { InvalidArgumentError, Option, type Command } from 'commander'
import { askFor } from '#cli/grammar/asking'
import { accepted, moment } from '#cli/moment'

/** A duration from now, a time, or a date: its beginning in UTC. */
export const untilOption = () =>
  new Option('--until <when>', `when it ends: ${accepted} (default: never)`).argParser((text) =>
    moment(text, 1)
  )

/** A time in the past; a duration counts back from now. */
export const pastMoment = (text: string) => moment(text, -1)

export const pastMoments = '2d (ago), 2026-12-01 …'

export const sinceOption = () =>
  new Option('--since <when>', `since this time: ${pastMoments}`).argParser(pastMoment)

export const reasonOption = () =>
  new Option('--reason <text>', 'kept in the audit log, and shown to the user concerned')

/** A required reason. */
export const neededReason = () =>
  askFor(reasonOption(), 'Reason', (answer) => {
    const { length } = [...answer.trim()]
    return (length >= 3 && length <= 500) || 'A reason has 3 to 500 characters.'
  })

export const outputOption = () =>
  new Option('--output <file>', 'write to a new file that only you can read')

export const dryRunOption = () =>
  new Option('--dry-run', 'show what would change, and change nothing')

export const confirmOption = (name: string) =>
  new Option('--confirm <name>', `confirm by repeating ${name}`)

/** The options that every list takes beside its filters. */
export function addListOptions(command: Command): Command {
  return command
    .option('--limit <number>', 'maximum number of rows', wholeNumber, 20)
    .option('--cursor <cursor>', 'continue where another list ended')
    .option(
      '--columns <names>',
      'columns to show, in order: id,title or any field of the API',
      names
    )
    .option(
      '--fields <names>',
      'with --json: only these members, such as id,author.username',
      names
    )
    .option('--csv', 'CSV, for spreadsheets')
}

/** Comma-separated names. */
export function names(text: string): string[] {
  const given = text.split(',').map((name) => name.trim())
  if (given.includes('')) throw new InvalidArgumentError('Write names, separated by commas.')
  return given
}

/** A user as the API takes one: id, `@username` or e-mail. The `@` may be missing. @throws InvalidArgumentError */
export function user(text: string): string {
  if (/^\d{1,16}$|^@\w{3,30}$|^[^\s@]+@[^\s@]+$/.test(text)) return text
  if (/^\w{3,30}$/.test(text)) return `@${text}`
  throw new InvalidArgumentError('A user is an id, a user name or an e-mail.')
}

/** The same, or `none`. */
export const userOrNone = (text: string) => (text === 'none' ? text : user(text))

export function role(text: string): string {
  if (/^[a-z0-9_-]{1,30}$/.test(text)) return text
  throw new InvalidArgumentError('The name of a role has a-z, digits, _ and -.')
}

/** A count from 0 on. */
export function count(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}

/** A count from 1 on. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new InvalidArgumentError('It must be a whole number from 1 on.')
  return Number(text)
}

export function id(text: string): string {
  if (!/^[1-9]\d{0,14}$/.test(text))
    throw new InvalidArgumentError('It must be an id, a whole number.')
  return text
}

import { InvalidArgumentError, type Command } from 'commander'
import { wholeNumber } from '#cli/grammar/options'
import type { Dispatch } from '#cli/invocation'
import { hasVisible, normaliseText } from '#domain/text'

const isLocal = true

export function addSystemCommands(plaza: Command, dispatch: Dispatch) {
  const system = plaza.command('system').description('Check this installation and its settings')
  system
    .command('doctor')
    .description('Check PostgreSQL, Redis, the mail server, disks, memory and settings')
    .option('--mail-to <address>', 'send a mail to this address, to see that it arrives', address)
    .option('--workers <number>', 'number of workers (default: WEB_CONCURRENCY)', wholeNumber)
    .action(dispatch(() => import('#cli/commands/system/doctor'), { isLocal }))
  system
    .command('config')
    .description('Show every setting, its value and its source')
    .action(dispatch(() => import('#cli/commands/system/config'), { isLocal }))

  system
    .command('deletions')
    .description('Show how far deletions of accounts and posts are')
    .action(dispatch(() => import('#cli/commands/system/deletions')))

  const readonly = system.command('readonly').description('Refuse or accept writes')
  readonly
    .command('on')
    .description('Refuse all writes, by staff too, and logins; reads go on')
    .option('--reason <text>', 'shown to clients whose write is refused', reason)
    .option('--retry-after <seconds>', 'after how many seconds clients may retry', seconds, 60)
    .action(dispatch(() => import('#cli/commands/system/readonly/on'), { isLocal }))
  readonly
    .command('off')
    .description('Accept writes again')
    .action(dispatch(() => import('#cli/commands/system/readonly/off'), { isLocal }))
  readonly
    .command('status')
    .description('Show whether writes are refused, since when and why')
    .action(dispatch(() => import('#cli/commands/system/readonly/status'), { isLocal }))
}

function address(text: string): string {
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return text
  throw new InvalidArgumentError('It must be an e-mail.')
}

function reason(text: string): string {
  const stored = normaliseText(text)
  const length = [...stored].length
  if (length < 3 || length > 200 || !hasVisible(stored)) {
    throw new InvalidArgumentError(
      'It must have 3 to 200 characters, at least one of them visible.'
    )
  }
  return stored
}

function seconds(text: string): number {
  const number = wholeNumber(text)
  if (number > 86_400) throw new InvalidArgumentError('It must be at most 86400, which is a day.')
  return number
}

import { InvalidArgumentError, type Command } from 'commander'
import { wholeNumber } from '#cli/grammar/options'
import type { Dispatch } from '#cli/invocation'
import { hasVisible, normaliseText } from '#domain/text'

const isLocal = true

export function addSystemCommands(plaza: Command, dispatch: Dispatch) {
  const system = plaza.command('system').description('The machine and its settings')
  system
    .command('doctor')
    .description('Check all that Plaza stands on')
    .option(
      '--workers <number>',
      'how many processes serve (default: WEB_CONCURRENCY)',
      wholeNumber
    )
    .action(dispatch(() => import('#cli/commands/system/doctor'), { isLocal }))
  system
    .command('config')
    .description('Every setting, its value, and where that comes from')
    .action(dispatch(() => import('#cli/commands/system/config'), { isLocal }))

  system
    .command('deletions')
    .description('What is left of erased accounts and deleted posts')
    .action(dispatch(() => import('#cli/commands/system/deletions')))

  const readonly = system.command('readonly').description('Whether anybody may write')
  readonly
    .command('on')
    .description('Refuse all writes, those of staff and logins too; reads go on')
    .option('--reason <text>', 'told to everybody whose write is refused', reason)
    .option('--retry-after <seconds>', 'when clients may try again', seconds, 60)
    .action(dispatch(() => import('#cli/commands/system/readonly/on'), { isLocal }))
  readonly
    .command('off')
    .description('Take writes again')
    .action(dispatch(() => import('#cli/commands/system/readonly/off'), { isLocal }))
  readonly
    .command('status')
    .description('Whether writes are refused, why, and since when')
    .action(dispatch(() => import('#cli/commands/system/readonly/status'), { isLocal }))
}

function reason(text: string): string {
  const stored = normaliseText(text)
  const length = [...stored].length
  if (length < 3 || length > 200 || !hasVisible(stored)) {
    throw new InvalidArgumentError('It has 3 to 200 characters, at least one of them visible.')
  }
  return stored
}

function seconds(text: string): number {
  const number = wholeNumber(text)
  if (number > 86_400) throw new InvalidArgumentError('It is a day at most: 86400.')
  return number
}

import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { randomPassword, readPassword } from '#cli/secrets'
import type { Terminal } from '#cli/terminal'

export default async function seed(invocation: Invocation) {
  const { boot, confirm, holdInterrupts, options, output, terminal } = invocation
  const app = await boot()
  const { databaseName, databasePlace } = await import('#cli/migrations')
  const { default: User } = await import('#models/user')
  const { default: SeedPlaza } = await import('#database/seeding/seed_plaza')
  const { refuseWhenReadOnly } = await import('#cli/writable')

  await refuseWhenReadOnly()

  const name = await databaseName()
  const question = `Add made-up users to ${name} at ${databasePlace()}?`
  if (app.inProduction) await confirm(question, name)
  else if (await User.first()) await confirm(question)

  const given = await givenPassword(terminal, options)
  if (given) await refuseWeak(given)
  else await output.reserve()
  const password = given || randomPassword()
  const { users, posts, comments, votes } = options
  const signal = holdInterrupts()
  const bar = terminal.progress(users + posts + comments + votes, 'rows')
  const done = new Map<string, number>()
  const made = await new SeedPlaza()
    .handle({
      ...{ users, posts, comments, votes, seed: options.seed, password, signal },
      onProgress(progress) {
        done.set(progress.table, progress.done)
        bar.update([...done.values()].reduce((sum, count) => sum + count))
      },
    })
    .catch((error) => {
      if (!signal.aborted) throw error
      throw new Failure('interrupted', 'Interrupted, so nothing was added')
    })
    .finally(() => bar.stop())

  const result = given ? made : { ...made, password }
  await output.details(result, [
    ['Users', made.users],
    ['Posts', made.posts],
    ['Comments', made.comments],
    ['Votes', made.votes],
    ['Password of each', given ? '' : password],
  ])
}

/** @throws E_VALIDATION_ERROR for a password that accounts can't have */
async function refuseWeak(password: string) {
  const { default: vine } = await import('@vinejs/vine')
  const { password: rule } = await import('#validators/users')
  await vine.create({ password: rule() }).validate({ password })
}

async function givenPassword(terminal: Terminal, options: Invocation['options']) {
  if (options.passwordStdin) return readPassword(terminal, options, '')
  if (!terminal.isInteractive) return ''
  return terminal.password('Password of the new accounts (empty: generate one)')
}

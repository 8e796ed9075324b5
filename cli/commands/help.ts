import type { Command } from 'commander'
import { exitCodes } from '#cli/exit_codes'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'

export default async function help({ args, command, output }: Invocation) {
  if (args.join(' ') === 'exit-codes') {
    const rows = Object.values(exitCodes)
    return output.show(rows, () =>
      output.table(rows, [
        { title: 'Code', text: ({ code }) => code, align: 'right' },
        { title: 'Meaning', text: ({ meaning }) => meaning, elastic: true },
      ])
    )
  }
  let topic: Command | undefined = command.parent!
  for (const name of args) topic = topic?.commands.find((one) => one.name() === name)
  if (!topic) throw new Failure('usage', `There is no command ${args.join(' ')}: plaza --help`)
  const text = topic.helpInformation()
  await output.show({ help: text }, () => text)
}

import { completionScripts, wordsOf } from '#cli/completion'
import type { Invocation } from '#cli/invocation'

export default async function completion({ args, command, output }: Invocation) {
  const shell = args[0] as keyof typeof completionScripts
  const script = completionScripts[shell](wordsOf(command.parent!))
  await output.show({ shell, script }, () => script)
}

import { bash } from '#cli/completion/bash'
import { fish } from '#cli/completion/fish'
import { placesOf } from '#cli/completion/places'
import { zsh } from '#cli/completion/zsh'
import type { Invocation } from '#cli/invocation'

const scripts = { bash, zsh, fish }

export default async function completion({ args, command, output }: Invocation) {
  const shell = args[0] as keyof typeof scripts
  const script = scripts[shell](placesOf(command.parent!))
  await output.show({ shell, script }, () => script)
}

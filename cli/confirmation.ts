import { Failure } from '#cli/failure'
import type { CommonOptions } from '#cli/invocation'
import type { Terminal } from '#cli/terminal'

/** @param name the text that `--confirm` must repeat, if --yes is not enough @throws Failure unless confirmed */
export async function confirm(
  question: string,
  name: string | undefined,
  options: CommonOptions & { confirm?: string },
  terminal: Terminal
) {
  const { isInteractive } = terminal
  if (name !== undefined && options.confirm !== name) {
    if (options.confirm !== undefined || !isInteractive) {
      throw new Failure('unconfirmed', `${question} If so, give --confirm ${name}`)
    }
    if ((await terminal.input(`${question} Type ${name}`)) === name) return
    throw refusal()
  }
  if (options.yes) return
  if (!isInteractive) throw new Failure('unconfirmed', `${question} If so, give --yes`)
  if (!(await terminal.confirm(question))) throw refusal()
}

const refusal = () => new Failure('unconfirmed', 'Not confirmed, so nothing was done')

import type { Command, Option } from 'commander'
import { Failure } from '#cli/failure'
import type { CommonOptions } from '#cli/invocation'
import type { Answering, Terminal } from '#cli/terminal'

interface Asking {
  question: string
  check?: Answering['check']
}

const asked = new WeakMap<Option, Asking>()

/** Makes an option required: a terminal prompts for it, elsewhere its absence is an error. */
export function askFor(option: Option, question: string, check?: Answering['check']): Option {
  asked.set(option, { question, check })
  return option
}

export const isNeeded = (option: Option) => option.mandatory || asked.has(option)

/** Prompts for missing options. @throws Failure without a terminal */
export async function askMissing(command: Command, options: CommonOptions, terminal: Terminal) {
  for (const option of command.options) {
    const { question, check } = asked.get(option) ?? {}
    const name = option.attributeName() as keyof CommonOptions
    if (!question || options[name] !== undefined) continue
    if (!terminal.isInteractive) {
      throw new Failure('usage', `required option '${option.flags}' not specified`)
    }
    Object.assign(options, { [name]: await terminal.input(question, { check }) })
  }
}

import type { Command, Option } from 'commander'
import { Failure } from '#cli/failure'
import type { CommonOptions } from '#cli/invocation'
import type { Answering, Terminal } from '#cli/terminal'

interface Asking {
  question: string
  check?: Answering['check']
}

const asked = new WeakMap<Option, Asking>()

/**
 * Makes an option necessary: on a terminal it is asked for, elsewhere it is an error to leave it out.
 *
 * @param question what is asked for
 * @param check as the server sees it
 */
export function askFor(option: Option, question: string, check?: Answering['check']): Option {
  asked.set(option, { question, check })
  return option
}

/** Whether a command does not work without an option. */
export const isNeeded = (option: Option) => option.mandatory || asked.has(option)

/**
 * Asks for the options that a command needs and did not get.
 *
 * @throws Failure when nobody is there to answer
 */
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

import { randomInt } from 'node:crypto'
import { Failure } from '#cli/failure'
import type { Terminal } from '#cli/terminal'

/**
 * A password, from standard input or by prompt: arguments are everybody's to read.
 *
 * @throws Failure when there is none
 */
export async function readPassword(
  terminal: Terminal,
  { passwordStdin }: Record<string, any>,
  question: string
): Promise<string> {
  if (!passwordStdin && !terminal.isInteractive) {
    throw new Failure('usage', 'Nobody is there to ask: give the password with --password-stdin')
  }
  const password = passwordStdin
    ? (await terminal.read()).replace(/\r?\n$/, '')
    : await terminal.password(question)
  if (password === '') throw new Failure('usage', 'The password is empty')
  return password
}

const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'

/** A password of 100 bits that can be read out: `k3q8m-…`, four groups of five. */
export function randomPassword(): string {
  const group = () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('')
  return Array.from({ length: 4 }, group).join('-')
}

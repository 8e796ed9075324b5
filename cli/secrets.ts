import { randomInt } from 'node:crypto'
import { Failure } from '#cli/failure'
import type { Terminal } from '#cli/terminal'

/** Reads a password from standard input or a prompt. @throws Failure without one */
export async function readPassword(
  terminal: Terminal,
  { passwordStdin }: Record<string, any>,
  question: string
): Promise<string> {
  if (!passwordStdin && !terminal.isInteractive) {
    throw new Failure(
      'usage',
      'There is no terminal to ask on: give the password with --password-stdin'
    )
  }
  const password = passwordStdin
    ? (await terminal.read()).replace(/\r?\n$/, '')
    : await terminal.password(question)
  if (password === '') throw new Failure('usage', 'The password is empty')
  return password
}

const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'

/** A random password of 100 bits, easy to read out: `k3q8m-…`, four groups of five. */
export function randomPassword(): string {
  const group = () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('')
  return Array.from({ length: 4 }, group).join('-')
}

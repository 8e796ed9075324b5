import { Failure } from '#cli/failure'
import type { Terminal } from '#cli/terminal'

/** The proof in a body: codes of an app are only digits, recovery codes are not. */
export const proofOf = (text: string) =>
  /^[\d\s]+$/.test(text) ? { code: text } : { recovery_code: text }

/** @throws Failure without a terminal */
export async function readCode(terminal: Terminal, code?: string): Promise<string> {
  if (code !== undefined) return code
  if (!terminal.isInteractive) {
    throw new Failure(
      'usage',
      'A second factor is on, and there is no terminal to ask on: give its code with --code'
    )
  }
  return terminal.input('Code of your authenticator app, or a recovery code')
}

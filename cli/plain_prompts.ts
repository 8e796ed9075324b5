import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

interface Context {
  output: NodeJS.WritableStream
  signal: AbortSignal
}

interface Choice<T> {
  name: string
  value: T
}

/** Prompts like those of `@inquirer/prompts`, for a terminal without escapes (TERM=dumb). */
export async function confirm({ message }: { message: string }, context: Context) {
  return /^\s*y(es)?\s*$/i.test(await answerTo(`${message} (y/N) `, context))
}

export async function input(
  { message, default: fallback = '', validate }: any,
  context: Context
): Promise<string> {
  for (;;) {
    const hint = fallback && ` (${fallback})`
    const answer = (await answerTo(`${message}${hint} `, context)).trim() || fallback
    const verdict = answer === '' ? 'Write something.' : validate(answer)
    if (verdict === true) return answer
    context.output.write(`${verdict || 'That is not right.'}\n`)
  }
}

export async function password({ message }: { message: string }, context: Context) {
  context.output.write(`${message} `)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const answer = await answerTo('', { ...context, output: nowhere }, true)
  context.output.write('\n')
  return answer
}

export async function select<T>(
  { message, choices }: { message: string; choices: readonly Choice<T>[] },
  context: Context
): Promise<T> {
  for (const [index, { name }] of choices.entries()) {
    context.output.write(`${index + 1}) ${name}\n`)
  }
  for (;;) {
    const answer = await answerTo(`${message} (1-${choices.length}) `, context)
    const choice = choices[Number(answer) - 1]
    if (choice) return choice.value
  }
}

/** @param raw whether readline handles the keys, and echoes none */
async function answerTo(question: string, { output, signal }: Context, raw = false) {
  const lines = createInterface({ input: process.stdin, output, terminal: raw })
  try {
    return await lines.question(question, { signal })
  } catch (error) {
    throw Object.assign(error as Error, { name: 'AbortPromptError' })
  } finally {
    lines.close()
  }
}

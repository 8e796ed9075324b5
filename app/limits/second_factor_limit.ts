import InvalidCodeException from '#exceptions/invalid_code_exception'
import InvalidPasskeyException from '#exceptions/invalid_passkey_exception'
import WrongCodeException from '#exceptions/wrong_code_exception'
import WrongPasskeyException from '#exceptions/wrong_passkey_exception'
import { Limit } from '#limits/limit'

const guesses = new Limit('secondFactor')

const failures = [
  InvalidCodeException,
  InvalidPasskeyException,
  WrongCodeException,
  WrongPasskeyException,
]

const isGuess = (error: unknown) => failures.some((failure) => error instanceof failure)

interface Guessed {
  id: number
  hasSecondFactor: boolean
}

/**
 * Counts wrong codes of an account from all addresses. An attempt counts before it runs, so that parallel attempts
 * can't pass the limit. @throws RateLimitedException
 */
export async function throttledFactor<Result>(
  { id, hasSecondFactor }: Guessed,
  verify: () => Promise<Result>
): Promise<Result> {
  if (!hasSecondFactor) return verify()
  await guesses.consume(id)
  try {
    const result = await verify()
    await guesses.refund(id)
    return result
  } catch (error) {
    if (!isGuess(error)) await guesses.refund(id)
    throw error
  }
}

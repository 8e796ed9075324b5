import InvalidCredentialsException from '#exceptions/invalid_credentials_exception'
import RateLimitedException from '#exceptions/rate_limited_exception'
import WrongPasswordException from '#exceptions/wrong_password_exception'
import { bucketOf } from '#limits/bucket'
import { Limit } from '#limits/limit'
import { subscriberOf } from '#http/client_address'

interface Login {
  /** The name that was typed, as normalised. */
  identifier: string
  address: string
  /** Is told how the limit on this name from this address stands. */
  tell: (headers: Record<string, string>) => void
}

type Count = { limit: Limit; key: string }

const pair = new Limit('login')
const account = new Limit('loginAccount')
const address = new Limit('loginIp')

/**
 * Tries to sign in, within the three limits on failures: from one address, under one name from
 * anywhere, and under one name from one address.
 *
 * All count by what was typed and never by the account behind it: else a limit that is reached under
 * a user name would tell which e-mail belongs to it. The address counts first, so that an address
 * past its limit makes no keys of fresh names.
 *
 * @param verify proves the password
 * @param follow what comes of that, done while the attempt is taken back; its failures are none of the
 *   attempt's
 * @throws RateLimitedException past a limit, for the right password too; what `verify` and `follow` throw
 */
export function throttledLogin<Proved, Result>(
  login: Login,
  verify: () => Promise<Proved>,
  follow: (proved: Proved) => Promise<Result>
): Promise<Result> {
  const where = subscriberOf(login.address)
  const name = bucketOf(login.identifier)
  const shown = { limit: pair, key: bucketOf(login.identifier, where) }
  const others = [
    { limit: address, key: bucketOf(where) },
    { limit: account, key: name },
  ]
  return inTurn(name, () => attempt({ shown, others, tell: login.tell }, verify, follow))
}

/**
 * Asks someone who is signed in for the password once more. Only failures of this very session count:
 * no stranger, and no other session, keeps the owner from changing the password or erasing the account.
 *
 * @throws RateLimitedException, what `verify` and `follow` throw
 */
export function throttledConfirmation<Proved, Result>(
  sessionId: number,
  verify: () => Promise<Proved>,
  follow: (proved: Proved) => Promise<Result>
): Promise<Result> {
  const key = `session ${sessionId}`
  return inTurn(key, () => attempt({ shown: { limit: pair, key }, others: [] }, verify, follow))
}

const underway = new Map<string, Promise<unknown>>()

/** On one worker attempts under one key wait for each other, so that several right ones don't fill it. */
async function inTurn<Result>(key: string, run: () => Promise<Result>): Promise<Result> {
  const turn = (underway.get(key) ?? Promise.resolve()).catch(() => {}).then(run)
  underway.set(key, turn)
  try {
    return await turn
  } finally {
    if (underway.get(key) === turn) underway.delete(key)
  }
}

interface Counts {
  /** The limit that is shown, and cleared by a success. */
  shown: Count
  /** Those from which a success is taken back. */
  others: Count[]
  tell?: (headers: Record<string, string>) => void
}

/**
 * An attempt counts before it is made and is taken back when it succeeds, so that attempts made at the
 * same time can't slip past a limit together.
 */
async function attempt<Proved, Result>(
  { shown, others, tell }: Counts,
  verify: () => Promise<Proved>,
  follow: (proved: Proved) => Promise<Result>
): Promise<Result> {
  const headers = await countAll([...others, shown])
  tell?.(headers)
  const proved = await verify().catch(async (error) => {
    if (!isFailure(error)) await takeBack([...others, shown])
    throw error
  })
  const result = follow(proved)
  // It may fail before the attempt is taken back, and is waited for below.
  result.catch(() => {})
  await Promise.all([shown.limit.reset(shown.key), takeBack(others)])
  return result
}

const isFailure = (error: unknown) =>
  error instanceof InvalidCredentialsException || error instanceof WrongPasswordException

/** Counts in this order until a limit is reached. @returns what the last one tells of itself */
async function countAll(counts: Count[]): Promise<Record<string, string>> {
  let headers = {}
  for (const [index, { limit, key }] of counts.entries()) {
    try {
      headers = await limit.consume(key)
    } catch (error) {
      if (error instanceof RateLimitedException) await takeBack(counts.slice(0, index))
      throw error
    }
  }
  return headers
}

const takeBack = (counts: Count[]) => Promise.all(counts.map(({ limit, key }) => limit.refund(key)))

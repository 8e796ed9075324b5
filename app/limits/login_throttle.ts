import { createHmac } from 'node:crypto'
import InvalidCredentialsException from '#exceptions/invalid_credentials_exception'
import RateLimitedException from '#exceptions/rate_limited_exception'
import WrongPasswordException from '#exceptions/wrong_password_exception'
import { Limit } from '#limits/limit'
import type User from '#models/user'
import { subscriberOf } from '#support/address'
import { keyFor } from '#support/keys'

interface Attempt {
  /** The account that the identifier names, if there is one. */
  user?: Pick<User, 'id'>
  /** As normalised; what an unknown account is counted by. */
  identifier?: string
  address: string
  /** Is told how the limit on this account from this address stands. */
  tell?: (headers: Record<string, string>) => void
}

const pair = new Limit('login')
const account = new Limit('loginAccount')
const address = new Limit('loginIp')

const underway = new Map<string, Promise<unknown>>()

/**
 * Tries a password, within the three limits on failures: of one account from one address, of one
 * account from anywhere, and from one address.
 *
 * An attempt counts before it is made and is taken back when it succeeds, so that attempts made at
 * the same time can't slip past a limit together; on one worker the attempts on one account wait
 * for each other, so that several right ones at once don't fill it. An account is counted as itself,
 * whichever of its names was typed.
 *
 * @param verify proves the password
 * @param follow what comes of that, done while the attempt is taken back; its failures are none of the
 *   attempt's
 * @throws RateLimitedException past a limit, for the right password too; what `verify` and `follow` throw
 */
export async function throttled<Proved, Result>(
  attempt: Attempt,
  verify: () => Promise<Proved>,
  follow: (proved: Proved) => Promise<Result>
): Promise<Result> {
  const name = accountKey(attempt)
  const turn = (underway.get(name) ?? Promise.resolve())
    .catch(() => {})
    .then(() => attemptNow(attempt, verify, follow))
  underway.set(name, turn)
  try {
    return await turn
  } finally {
    if (underway.get(name) === turn) underway.delete(name)
  }
}

async function attemptNow<Proved, Result>(
  attempt: Attempt,
  verify: () => Promise<Proved>,
  follow: (proved: Proved) => Promise<Result>
): Promise<Result> {
  const who = accountKey(attempt)
  const where = subscriberOf(attempt.address)
  const counts = [
    { limit: pair, key: `${who}:${where}` },
    { limit: account, key: who },
    { limit: address, key: where },
  ]
  const headers = await countAll(counts)
  attempt.tell?.(headers)
  const proved = await verify().catch(async (error) => {
    if (!isFailure(error)) await takeBack(counts)
    throw error
  })
  const result = follow(proved)
  // It may fail before the attempt is taken back, and is waited for below.
  result.catch(() => {})
  await Promise.all([pair.reset(counts[0].key), account.refund(who), address.refund(where)])
  return result
}

const isFailure = (error: unknown) =>
  error instanceof InvalidCredentialsException || error instanceof WrongPasswordException

type Count = { limit: Limit; key: string }

async function countAll(counts: Count[]) {
  const results = await Promise.allSettled(counts.map(({ limit, key }) => limit.consume(key)))
  const refusals = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason] : []
  )
  if (refusals.length === 0) return headersOf(results[0])

  await takeBack(counts.filter((_, index) => results[index].status === 'fulfilled'))
  throw refusals.reduce((longest, refusal) =>
    retryAfter(refusal) > retryAfter(longest) ? refusal : longest
  )
}

const headersOf = (result: PromiseSettledResult<Record<string, string>>) =>
  result.status === 'fulfilled' ? result.value : {}

const takeBack = (counts: Count[]) => Promise.all(counts.map(({ limit, key }) => limit.refund(key)))

const retryAfter = (refusal: unknown) =>
  refusal instanceof RateLimitedException ? refusal.retryAfter : Infinity

/** A keyed digest, so that no e-mail stands in Redis and no odd character in a key. */
function accountKey({ user, identifier = '' }: Attempt) {
  if (user) return `user ${user.id}`
  return createHmac('sha256', keyFor('login throttle')).update(identifier).digest('base64url')
}

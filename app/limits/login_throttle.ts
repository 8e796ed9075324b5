import InvalidCredentialsException from '#exceptions/invalid_credentials_exception'
import RateLimitedException from '#exceptions/rate_limited_exception'
import WrongPasswordException from '#exceptions/wrong_password_exception'
import { bucketOf } from '#limits/bucket'
import { Limit } from '#limits/limit'
import { subscriberOf } from '#http/client_address'

interface Login {
  identifier: string
  address: string
  setHeaders: (headers: Record<string, string>) => void
}

type Count = { limit: Limit; key: string }

const pair = new Limit('login')
const account = new Limit('loginAccount')
const address = new Limit('loginIp')

/**
 * The limits count the typed name: counts by account would reveal its e-mail. The address counts first,
 * so that a blocked one makes no new keys. @throws RateLimitedException
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
  return inTurn(name, () =>
    attempt({ shown, others, setHeaders: login.setHeaders }, verify, follow)
  )
}

/** Only failures of this session count, so no other session can lock the owner out. @throws RateLimitedException */
export function throttledConfirmation<Proved, Result>(
  sessionId: number,
  verify: () => Promise<Proved>,
  follow: (proved: Proved) => Promise<Result>
): Promise<Result> {
  const key = `session ${sessionId}`
  return inTurn(key, () => attempt({ shown: { limit: pair, key }, others: [] }, verify, follow))
}

/** A passkey or a long secret can't be guessed, but each refusal costs work. @throws RateLimitedException */
export async function throttledProof<Result>(
  from: string,
  refusal: new () => Error,
  verify: () => Promise<Result>
): Promise<Result> {
  const key = bucketOf(subscriberOf(from))
  await address.consume(key)
  try {
    const result = await verify()
    await address.refund(key)
    return result
  } catch (error) {
    if (!(error instanceof refusal)) await address.refund(key)
    throw error
  }
}

const underway = new Map<string, Promise<unknown>>()

/** Attempts with one key wait for each other, so that several correct ones don't reach the limit. */
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
  shown: Count
  others: Count[]
  setHeaders?: (headers: Record<string, string>) => void
}

/** An attempt counts before it runs and is refunded on success, so parallel ones can't pass a limit. */
async function attempt<Proved, Result>(
  { shown, others, setHeaders }: Counts,
  verify: () => Promise<Proved>,
  follow: (proved: Proved) => Promise<Result>
): Promise<Result> {
  const headers = await countAll([...others, shown])
  setHeaders?.(headers)
  const proved = await verify().catch(async (error) => {
    if (!isFailure(error)) await takeBack([...others, shown])
    throw error
  })
  const result = follow(proved)
  // It may fail before the refund ends; the code below awaits it.
  result.catch(() => {})
  await Promise.all([shown.limit.reset(shown.key), takeBack(others)])
  return result
}

const isFailure = (error: unknown) =>
  error instanceof InvalidCredentialsException || error instanceof WrongPasswordException

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

import { bucketOf } from '#limits/bucket'
import { Limit } from '#limits/limit'
import { normaliseIdentifier } from '#domain/identifier'
import { subscriberOf } from '#http/client_address'

const toEmail = new Limit('mail')
const fromAddress = new Limit('mailIp')

/** Counts a mail to a typed e-mail, with or without an account. @throws RateLimitedException */
export const countMailTo = (email: string): Promise<Record<string, string>> =>
  toEmail.consume(bucketOf(normaliseIdentifier(email)))

/** Counts the typed e-mail, with or without an account. @returns the rate limit headers @throws RateLimitedException */
export async function countMailRequest(
  email: string,
  address: string
): Promise<Record<string, string>> {
  await fromAddress.consume(bucketOf(subscriberOf(address)))
  return countMailTo(email)
}

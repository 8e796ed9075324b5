import InvalidChallengeException from '#exceptions/invalid_challenge_exception'
import OidcSignIn from '#models/oidc_sign_in'
import { findCredentials, type Credentials } from '#queries/users/find_credentials'
import { normaliseIdentifier } from '#domain/identifier'
import type { Issuer } from '#domain/oidc'

/** The owner of the account that a challenge links to, and the e-mail. @throws InvalidChallengeException */
export async function findLinkOwner(
  challenge: string,
  { name }: Issuer
): Promise<Credentials & { email: string }> {
  const pending = await OidcSignIn.withChallenge(challenge, name)
  const email = pending && normaliseIdentifier(pending.claims!.email!)
  const owner = email ? await findCredentials(email) : undefined
  if (!pending || !email || owner?.id !== pending.userId) throw new InvalidChallengeException()
  return { ...owner!, email }
}

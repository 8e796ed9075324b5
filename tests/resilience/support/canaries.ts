/** Passwords, tokens, keys and e-mails of this run. No log may hold them. */
const canaries = new Set<string>()

/** @returns the secret. From now on, the tests search every log of the run for it */
export function canary(secret: string): string {
  if (secret.length >= 8) canaries.add(secret)
  return secret
}

/** The number of secrets in the search. */
export const countCanaries = () => canaries.size

/**
 * The secrets in a text, plain or percent-encoded, shown only in part.
 *
 * @param where the name of the text
 */
export function findCanaries(text: string, where: string): string[] {
  return [...canaries]
    .filter((secret) => text.includes(secret) || text.includes(encodeURIComponent(secret)))
    .map((secret) => `${secret.slice(0, 6)}… in ${where}`)
}

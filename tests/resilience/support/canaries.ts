/** Passwords, tokens, keys and e-mails of this run, which no log may ever hold. */
const canaries = new Set<string>()

/** @returns the secret, from now on searched for in every log of the run */
export function canary(secret: string): string {
  if (secret.length >= 8) canaries.add(secret)
  return secret
}

/** How many secrets are searched for. */
export const countCanaries = () => canaries.size

/**
 * Which secrets a text holds, in plain or percent-encoded, without repeating them whole.
 *
 * @param where what the text is
 */
export function findCanaries(text: string, where: string): string[] {
  return [...canaries]
    .filter((secret) => text.includes(secret) || text.includes(encodeURIComponent(secret)))
    .map((secret) => `${secret.slice(0, 6)}… in ${where}`)
}

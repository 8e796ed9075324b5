import { keyFor } from '#security/keys'
import { readSignedText, signText } from '#security/signed_text'

const HOUR_S = 3600

const keys = () => keyFor('media preview')

/**
 * What opens a file for those who have a preview of a post and no account, for one to two hours. It is the same within
 * an hour, so that browsers keep the file.
 */
export function keyOfFile(name: string, now = Date.now()): string {
  const until = (Math.floor(now / 1000 / HOUR_S) + 2) * HOUR_S
  return signText(String(until), name, keys())
}

export function opensFile(key: string, name: string, now = Date.now()): boolean {
  const until = readSignedText(key, name, keys())
  return until !== null && now < Number(until) * 1000
}

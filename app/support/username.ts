import { randomInt } from 'node:crypto'

const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'

/** A user name of ten random characters, such as `user_k3q8…`. */
export function randomUsername() {
  const characters = Array.from({ length: 10 }, () => alphabet[randomInt(alphabet.length)])
  return `user_${characters.join('')}`
}

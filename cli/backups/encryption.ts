import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { Decrypter, Encrypter } from 'age-encryption'
import { Failure } from '#cli/failure'

/** Encrypts with age (https://age-encryption.org). @throws Failure for an invalid recipient */
export function encryptionFor(recipients: string[]): (plain: Readable) => Promise<Readable> {
  const encrypter = new Encrypter()
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient)
    } catch {
      throw new Failure(
        'usage',
        `BACKUP_RECIPIENTS has ${recipient}, which is no public key of age: age1…`
      )
    }
  }
  return async (plain) => fromWeb(await encrypter.encrypt(toWeb(plain)))
}

/** Truncated or altered data fails before the end. @throws Failure without a valid identity */
export async function decryptionWith(
  file: string,
  what = 'the backup'
): Promise<(sealed: Readable) => Promise<Readable>> {
  const decrypter = new Decrypter()
  const text = await readFile(file, 'utf8').catch((error) => {
    throw new Failure('usage', `The identity file is not readable: ${error.message}`)
  })
  const lines = text.split('\n').map((line) => line.trim())
  const identities = lines.filter((line) => line && !line.startsWith('#'))
  if (identities.length === 0) throw new Failure('usage', `There is no identity in ${file}`)
  for (const identity of identities) {
    try {
      decrypter.addIdentity(identity)
    } catch {
      throw new Failure('usage', `${file} has a line that is no identity: AGE-SECRET-KEY-…`)
    }
  }
  return async (sealed) => {
    try {
      return fromWeb(await decrypter.decrypt(toWeb(sealed)))
    } catch (error) {
      if (!/no identity matched/.test((error as Error).message)) throw error
      throw new Failure('usage', `No identity in ${file} opens ${what}: give that of a recipient`)
    }
  }
}

const toWeb = (stream: Readable) => Readable.toWeb(stream) as globalThis.ReadableStream<Uint8Array>
const fromWeb = (stream: globalThis.ReadableStream) => Readable.fromWeb(stream as ReadableStream)

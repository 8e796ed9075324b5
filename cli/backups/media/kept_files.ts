import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { Failure } from '#cli/failure'

/** Beside the dump: the files that a backup has, in the format of `sha256sum --check`, in the order of their names. */
export const LIST = 'files.sha256'

/** Beside the backups: the bytes of all of them, each once. */
export const MEDIA = 'media'

/** A file of the service, as a backup keeps it. */
export interface KeptFile {
  /** Its name in the storage. */
  name: string
  /** Before encryption. */
  bytes: number
  /** From the folder of all backups. */
  path: string
  /** As it is kept, so after encryption. */
  sha256: string
}

/** The path of a file that is kept. @param vault the folder of files with the same encryption */
export const pathIn = (vault: string, { name, bytes, sha256 }: Omit<KeptFile, 'path'>) =>
  [
    MEDIA,
    vault,
    name.slice(0, 2),
    `${name}.${bytes}.${sha256}${vault === 'plain' ? '' : '.age'}`,
  ].join('/')

/** Every part is checked, since it is used as a path. */
const LINE =
  /^([\da-f]{64}) {2}\.\.\/media\/(plain|age-[\da-f]{8})\/[\w-]{2}\/([\w-]{32}\.[a-z0-9]{2,5})\.(\d{1,12})\.[\da-f]{64}(?:\.age)?$/

export const lineOf = ({ sha256, path }: Pick<KeptFile, 'sha256' | 'path'>) =>
  `${sha256}  ../${path}\n`

/** @throws Failure for a line that is not one of {@link lineOf} */
function parse(line: string): KeptFile {
  const [, sha256, vault, name, digits] = LINE.exec(line) ?? []
  const file = { name, bytes: Number(digits), sha256 }
  const path = name === undefined ? '' : pathIn(vault, file)
  if (line !== lineOf({ sha256, path }).trimEnd()) {
    throw new Failure('unverified', `${LIST} is damaged`)
  }
  return { ...file, path }
}

/** The files of a backup. @param folder of the backup */
export async function* filesIn(folder: string): AsyncGenerator<KeptFile> {
  const input = createReadStream(join(folder, LIST))
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) yield parse(line)
  } finally {
    input.destroy()
  }
}

export const hasList = (folder: string): Promise<boolean> =>
  stat(join(folder, LIST)).then(
    () => true,
    () => false
  )

/** @throws Failure if the list differs from the manifest */
export async function checkList(folder: string, sha256: string, name: string): Promise<void> {
  if ((await digestOf(join(folder, LIST))) === sha256) return
  throw new Failure('unverified', `${name} is damaged: the checksum of ${LIST} differs`)
}

/** @returns the digest of a file; null if it can't be read */
export async function digestOf(path: string): Promise<string | null> {
  const sum = createHash('sha256')
  try {
    await pipeline(createReadStream(path), sum)
    return sum.digest('hex')
  } catch {
    return null
  }
}

import { createHash } from 'node:crypto'
import { lstat } from 'node:fs/promises'
import { chunksOf } from '#cli/moving/import/sources/chunks'
import { Failure } from '#cli/failure'

/** @returns the SHA-256 of its content, in hex. @throws Failure if there is none */
export async function digestOfFile(path: string): Promise<string> {
  const found = await lstat(path).catch(() => null)
  if (!found?.isFile()) throw new Failure('not_found', `There is no file ${path}`)
  const sum = createHash('sha256')
  for await (const chunk of chunksOf(path)) sum.update(chunk)
  return sum.digest('hex')
}

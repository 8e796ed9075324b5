import { createHash } from 'node:crypto'

const namespace = 'b1ed5bd2-9d0c-4c33-8a3e-5c0a8f1d7f42'

/** The id of the batch that undoes a batch: a UUID version 5 (RFC 9562), so that it is undone only once. */
export function undoIdOf(batchId: string): string {
  const digest = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(batchId.toLowerCase())
    .digest()
  digest[6] = (digest[6] & 0x0f) | 0x50
  digest[8] = (digest[8] & 0x3f) | 0x80
  const hex = digest.toString('hex', 0, 16)
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

import { createHash } from 'node:crypto'
import UploadMedia from '#actions/media/upload_media'
import type User from '#models/user'
import { storage } from '#media/storage'

/** Takes a file as the API does. */
export const takeFile = ({ id: userId }: User, content: Buffer) =>
  new UploadMedia().handle({
    userId,
    length: content.length,
    receive: async (key) => {
      await storage.put(key, content)
      const sha256 = createHash('sha256').update(content).digest('hex')
      return { bytes: content.length, sha256, head: content.subarray(0, 4100), name: null }
    },
  })

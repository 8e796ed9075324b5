import { createReadStream } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import config from '@adonisjs/core/services/config'
import drive from '@adonisjs/drive/services/main'

const INCOMING = 'incoming'

/** Where an upload is until all of it has come. The name of the client is no part of it. */
export const incomingKey = (): string => `${INCOMING}/${randomUUID()}`

/** Folders of some hundred files each, for hundreds of thousands of files. */
export const keyOf = (name: string): string => `files/${name.slice(0, 2)}/${name}`

/** Whether the storage could not do what it was asked: it is away, full, or may not be written. */
export const isStorageFailure = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('E_CANNOT_')

/** Keeps the files. Keys are made by {@link incomingKey} and {@link keyOf}, never from what a client sends. */
export const storage = {
  putStream: (key: string, content: Readable) => drive.use().putStream(key, content),

  /** Before a row names it: a reader could see a part of it. */
  put: (key: string, content: Uint8Array) => drive.use().put(key, content),

  move: (from: string, to: string) => drive.use().move(from, to),

  exists: (key: string) => drive.use().exists(key),

  /** Without a failure if there is none. */
  delete: (key: string) => drive.use().delete(key),

  bytes: async (key: string): Promise<Buffer> => buffer(await drive.use().getStream(key)),

  /** @param end with this byte */
  part: (key: string, { start, end }: { start: number; end: number }): Readable =>
    createReadStream(join(config.get('media.folder'), key), { start, end }),

  /** The uploads that are under way, and those of ended processes. */
  async incoming(): Promise<{ key: string; modified: Date }[]> {
    const { objects } = await drive.use().listAll(INCOMING)
    const found = []
    for (const object of objects) {
      if (!object.isFile) continue
      const key = `${INCOMING}/${object.name}`
      const facts = await drive
        .use()
        .getMetaData(key)
        .catch(() => undefined)
      if (facts) found.push({ key, modified: facts.lastModified })
    }
    return found
  },
}

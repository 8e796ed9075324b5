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

/** Its folders are the beginnings of the names. */
export const FILES = 'files'

/** Folders of some hundred files each, for hundreds of thousands of files. */
export const keyOf = (name: string): string => `${FILES}/${name.slice(0, 2)}/${name}`

/** Whether the storage could not do what it was asked: it is away, full, or may not be written. */
export const isStorageFailure = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('E_CANNOT_')

/** Keeps the files. Keys are made by {@link incomingKey} and {@link keyOf}, never from what a client sends. */
export const storage = {
  putStream: (key: string, content: Readable) => drive.use().putStream(key, content),

  /** A reader sees the former bytes or these, and no part of either. */
  async put(key: string, content: Uint8Array): Promise<void> {
    const part = incomingKey()
    await drive.use().put(part, content)
    await drive.use().move(part, key)
  },

  move: (from: string, to: string) => drive.use().move(from, to),

  exists: (key: string) => drive.use().exists(key),

  /** Without a failure if there is none. */
  delete: (key: string) => drive.use().delete(key),

  bytes: async (key: string): Promise<Buffer> => buffer(await drive.use().getStream(key)),

  /** @param end with this byte */
  part: (key: string, { start, end }: { start: number; end: number }): Readable =>
    createReadStream(join(config.get('media.folder'), key), { start, end }),

  /** The names of all that is in a folder, of folders too. */
  async *names(folder: string): AsyncGenerator<string> {
    let paginationToken: string | undefined
    do {
      const page = await drive.use().listAll(folder, { paginationToken })
      for (const { name } of page.objects) yield name
      paginationToken = page.paginationToken
    } while (paginationToken)
  },

  /** @returns when its bytes were written; undefined if there are none */
  modified: (key: string): Promise<Date | undefined> =>
    drive
      .use()
      .getMetaData(key)
      .then(
        ({ lastModified }) => lastModified,
        () => undefined
      ),

  /** The uploads that are under way, and those of ended processes. */
  async incoming(): Promise<{ key: string; modified: Date }[]> {
    const { objects } = await drive.use().listAll(INCOMING)
    const found = []
    for (const object of objects) {
      if (!object.isFile) continue
      const key = `${INCOMING}/${object.name}`
      const modified = await storage.modified(key)
      if (modified) found.push({ key, modified })
    }
    return found
  },
}

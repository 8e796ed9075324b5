import { createReadStream } from 'node:fs'
import { mkdir, open, rename, stat } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import config from '@adonisjs/core/services/config'
import drive from '@adonisjs/drive/services/main'
import StorageUnavailableException from '#exceptions/storage_unavailable_exception'
import { flush, writeByDraft } from '#media/disk_files'
import { publicLinks } from '#media/public_links'
import { s3Part, s3Settings } from '#media/s3'

const INCOMING = 'incoming'

/** Its folders are the beginnings of the names. */
export const FILES = 'files'

/** A link to the bucket works for so long. */
const LINK_SECONDS = 60

/** Where an upload is until all of it has come. The name of the client is no part of it. */
export const incomingKey = (): string => `${INCOMING}/${randomUUID()}`

const RESUMABLE = 'resumable-'

/** Where an upload in parts is until all of it has come. */
export const resumableKey = (id: number): string => `${INCOMING}/${RESUMABLE}${id}`

/** @returns the id of the upload in parts whose key it is; null for another key */
export function resumableIn(key: string): number | null {
  const [folder, name] = key.split('/')
  const isResumable = folder === INCOMING && name.startsWith(RESUMABLE)
  return isResumable ? Number(name.slice(RESUMABLE.length)) : null
}

/** Folders of some hundred files each, for hundreds of thousands of files. */
export const keyOf = (name: string): string => `${FILES}/${name.slice(0, 2)}/${name}`

/** Whether the storage could not do what it was asked: it is away, full, or may not be written. */
export const isStorageFailure = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('E_CANNOT_')

class StorageFailure extends Error {
  readonly code = 'E_CANNOT_KEEP_FILE'
}

const isIncoming = (key: string) => key.split('/')[0] === INCOMING

/** Uploads arrive in the folder of the machine, wherever files are kept. */
const isLocal = (key: string) => s3Settings() === undefined || isIncoming(key)

const diskOf = (key: string) => drive.use(isLocal(key) ? 'folder' : 'bucket')

const pathOf = (key: string) => join(config.get<string>('media.folder'), key)

/** Keeps the files. Keys are made by {@link incomingKey} and {@link keyOf}, never from what a client sends. */
export const storage = {
  /** Whether a bucket keeps the files, and no folder of this machine. */
  get isBucket() {
    return s3Settings() !== undefined
  },

  /** Whether readers get the address of a file in the bucket. */
  get redirects() {
    return s3Settings()?.redirects === true
  },

  putStream: (key: string, content: Readable) => diskOf(key).putStream(key, content),

  /** The path of an upload that has not ended. */
  incomingPath: (key: string) => pathOf(key),

  /** All of it or nothing: a reader may have an older one open. */
  async put(key: string, content: Uint8Array): Promise<void> {
    if (!isLocal(key)) return drive.use('bucket').put(key, content)
    const draft = incomingKey()
    await attempt(async () => {
      await mkdir(dirname(pathOf(draft)), { recursive: true })
      await writeByDraft(await placeOf(key), pathOf(draft), content)
    })
  },

  /** Keeps what has arrived. */
  async move(from: string, to: string): Promise<void> {
    if (!isLocal(to)) return upload(from, to)
    await attempt(async () => {
      await flush(pathOf(from))
      await rename(pathOf(from), await placeOf(to))
    })
  },

  exists: (key: string) => diskOf(key).exists(key),

  /** In bytes; null if there is none. */
  async size(key: string): Promise<number | null> {
    const disk = diskOf(key)
    return (await disk.exists(key)) ? (await disk.getMetaData(key)).contentLength : null
  },

  /** Without a failure if there is none. Nginx serves it no more, either. */
  async delete(key: string): Promise<void> {
    if (isLocal(key) && !isIncoming(key)) await publicLinks.remove(basename(key))
    await diskOf(key).delete(key)
  },

  /** Nginx serves it from now on. @throws for a folder that takes no hard links */
  addLink: (name: string) => publicLinks.add(name, pathOf(keyOf(name))),

  bytes: async (key: string): Promise<Buffer> => buffer(await diskOf(key).getStream(key)),

  /** @param end with this byte @returns null if there is none @throws StorageUnavailableException */
  async part(key: string, range: { start: number; end: number }): Promise<Readable | null> {
    try {
      if (!isLocal(key)) return await s3Part(key, range)
      const file = await open(pathOf(key))
      return file.createReadStream(range)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw new StorageUnavailableException(error)
    }
  },

  /** An address of a file in the bucket, which ends soon. */
  linkTo: (key: string, answer: { contentType: string; contentDisposition: string }) =>
    drive.use('bucket').getSignedUrl(key, { ...answer, expiresIn: `${LINK_SECONDS}s` }),

  /** The names of all that is in a folder, of folders too. */
  async *names(folder: string): AsyncGenerator<string> {
    let paginationToken: string | undefined
    do {
      const page = await diskOf(folder).listAll(folder, { paginationToken })
      for (const { name } of page.objects) yield name
      paginationToken = page.paginationToken
    } while (paginationToken)
  },

  /** The names of all files, in the order of their bytes. */
  async *fileNames(): AsyncGenerator<string> {
    for (const folder of await sorted(storage.names(FILES))) {
      yield* await sorted(storage.names(`${FILES}/${folder}`))
    }
  },

  /** @returns when its bytes were written; undefined if there are none */
  modified: (key: string): Promise<Date | undefined> =>
    diskOf(key)
      .getMetaData(key)
      .then(
        ({ lastModified }) => lastModified,
        () => undefined
      ),

  /** The uploads that are under way, and those of ended processes. */
  async incoming(): Promise<{ key: string; modified: Date }[]> {
    const { objects } = await drive.use('folder').listAll(INCOMING)
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

/** To the bucket, as a whole: an object is there, or it is not. */
async function upload(from: string, to: string): Promise<void> {
  const content = createReadStream(pathOf(from))
  try {
    const { size: contentLength } = await stat(pathOf(from))
    await drive.use('bucket').putStream(to, content, { contentLength })
  } finally {
    content.destroy()
  }
  await drive.use('folder').delete(from)
}

const sorted = async (names: AsyncIterable<string>) => (await Array.fromAsync(names)).sort()

async function placeOf(key: string): Promise<string> {
  const path = pathOf(key)
  await mkdir(dirname(path), { recursive: true })
  return path
}

/** @throws StorageFailure */
export async function attempt<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    throw new StorageFailure((error as Error).message, { cause: error })
  }
}

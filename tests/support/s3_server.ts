import { mkdtemp, readdir, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from '@20minutes/s3rver'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'

const BUCKET = 'plaza-media'
const REGION = 'us-east-1'
/** The one that the server knows, and its secret. */
const KEY = 'S3RVER'

const ENDING = '._S3rver_object'

/** A server that speaks S3, on a free port, with a bucket. It checks signatures, but for lists. */
export class S3Server {
  #server?: S3rver
  #port = 0

  private constructor(readonly folder: string) {}

  static async start(): Promise<S3Server> {
    const server = new S3Server(await mkdtemp(join(tmpdir(), 'plaza-s3-')))
    await server.open()
    return server
  }

  /** The settings of a Plaza that keeps its files there. */
  get env() {
    return {
      MEDIA_S3_BUCKET: BUCKET,
      MEDIA_S3_REGION: REGION,
      MEDIA_S3_ENDPOINT: this.url,
      MEDIA_S3_ACCESS_KEY: KEY,
      MEDIA_S3_SECRET_KEY: KEY,
    }
  }

  get url() {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Again on the same port, with the same objects. */
  async open() {
    this.#server = new S3rver({
      address: '127.0.0.1',
      port: this.#port,
      silent: true,
      directory: this.folder,
      configureBuckets: [{ name: BUCKET, configs: [] }],
    })
    const { port } = await this.#server.run()
    this.#port = port
    this.#server.httpServer.prependListener('request', leaveListsUnsigned)
  }

  /** It is away until it is opened again. */
  async close() {
    const server = this.#server
    this.#server = undefined
    const closed = server?.close()
    server?.httpServer.closeAllConnections()
    await closed
  }

  /** It goes away in the middle of an object that it is sent, so many objects later. @returns when it has */
  closeDuring(objects: number): Promise<void> {
    const { httpServer } = this.#server!
    let left = objects
    return new Promise((resolve, reject) => {
      httpServer.prependListener('request', (request: IncomingMessage) => {
        if (request.method !== 'PUT' || --left !== 0) return
        request.once('data', () => void this.close().then(resolve, reject))
      })
    })
  }

  async put(key: string, content: Buffer) {
    const client = new S3Client({
      region: REGION,
      endpoint: this.url,
      forcePathStyle: true,
      credentials: { accessKeyId: KEY, secretAccessKey: KEY },
    })
    await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: content }))
    client.destroy()
  }

  remove(key: string) {
    return rm(join(this.folder, BUCKET, `${key}${ENDING}`))
  }

  async stop() {
    await this.close()
    await rm(this.folder, { recursive: true })
  }

  /** The keys of all objects. */
  async keys(): Promise<string[]> {
    const names = await namesBelow(join(this.folder, BUCKET))
    return names
      .filter((name) => name.endsWith(ENDING))
      .map((name) => name.slice(0, -ENDING.length))
  }
}

/** For the address of a bucket, it computes the signature without the last slash, which clients sign. */
function leaveListsUnsigned({ url, headers }: IncomingMessage) {
  if (url!.startsWith(`/${BUCKET}/?`)) delete headers.authorization
}

/** Folders may vanish meanwhile, as the server deletes empty ones. */
async function namesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const found = entries.map(async (entry) => {
    if (!entry.isDirectory()) return entry.name
    const names = await namesBelow(join(folder, entry.name))
    return names.map((name) => join(entry.name, name))
  })
  return (await Promise.all(found)).flat().sort()
}

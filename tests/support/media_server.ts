import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { eventually } from '#tests/support/eventually'
import type { ShownMedia } from '#tests/support/media'
import { ServerProcess } from '#tests/support/server_process'
import { TusClient } from '#tests/support/tus'

const redisUrl = process.env.REDIS_URL ?? ''

/** A worker in a separate process with jobs and a folder of files of its own, and an author who uploads to it. */
export class MediaServer {
  #process?: ServerProcess
  #token = ''

  private constructor(
    readonly folder: string,
    readonly author: User
  ) {}

  /** Not started yet. */
  static async make(): Promise<MediaServer> {
    const folder = await mkdtemp(join(tmpdir(), 'plaza-media-'))
    return new MediaServer(folder, await UserFactory.merge({ role: 'author' }).create())
  }

  async start(env: NodeJS.ProcessEnv = {}) {
    const mine = { NODE_ENV: 'development', MEDIA_DIR: this.folder }
    this.#process = await ServerProcess.start(redisUrl, { ...mine, ...env })
    this.#token = await this.#process.signIn(this.author)
  }

  stop = () => this.#process?.stop()

  /** Stops it, and deletes its folder. */
  async end() {
    await this.stop()
    await rm(this.folder, { recursive: true })
  }

  get output() {
    return this.#process!.output
  }

  get #origin() {
    return `http://127.0.0.1:${this.#process!.port}`
  }

  /** Uploads in parts. */
  get tus() {
    return new TusClient(this.#token, this.#origin)
  }

  ask(path: string, init: RequestInit = {}) {
    return fetch(this.#origin + path, {
      redirect: 'manual',
      ...init,
      headers: { Authorization: `Bearer ${this.#token}`, ...init.headers },
    })
  }

  send(content: Uint8Array): Promise<Response> {
    const body = new FormData()
    body.set('file', new Blob([new Uint8Array(content)]), 'lamp.jpg')
    return this.ask('/media', { method: 'POST', body })
  }

  async upload(content: Uint8Array): Promise<ShownMedia> {
    const response = await this.send(content)
    if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`)
    return (await response.json()) as ShownMedia
  }

  async shown({ id }: Pick<ShownMedia, 'id'>): Promise<ShownMedia> {
    return (await this.ask(`/media/${id}`)).json() as Promise<ShownMedia>
  }

  /** The files of the author, newest first. */
  async files(): Promise<ShownMedia[]> {
    return (await this.ask('/users/me/media')).json() as Promise<ShownMedia[]>
  }

  untilReady(file: ShownMedia): Promise<void> {
    const isReady = async () => (await this.shown(file)).status === 'ready'
    return eventually(isReady, { what: 'the picture is ready' })
  }

  /** What is left of uploads on this machine. */
  incoming = () => readdir(join(this.folder, 'incoming')).catch(() => [])
}

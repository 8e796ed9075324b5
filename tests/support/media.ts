import { randomBytes } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import type { ApiClient, ApiResponse } from '@japa/api-client'
import sharp, { type Create } from 'sharp'
import type User from '#models/user'
import type { MediaVariant } from '#resources/media_parts'
import type { MediaFailure, MediaKind, MediaStatus } from '#domain/media'

export interface ShownMedia {
  id: number
  kind: MediaKind
  status: MediaStatus
  failure: MediaFailure | null
  name?: string | null
  content_type: string
  bytes: number
  width: number | null
  height: number | null
  alt: string | null
  caption: string | null
  focal_point: { x: number; y: number }
  placeholder: string | null
  sha256: string
  url: string | null
  variants: MediaVariant[]
  user_id: number | null
}

export const text = (content: string) => Buffer.from(content)

/** A picture of one colour. */
export const plainPicture = (width: number, height: number, more: Partial<Create> = {}) =>
  sharp({ create: { width, height, channels: 3, background: '#3060c0', ...more } })

/** A picture that no encoder makes small. */
export const noise = (width: number, height: number) =>
  plainPicture(width, height, { noise: { type: 'gaussian', mean: 128, sigma: 40 } })

/** A picture whose upper left quarter is red and whose rest is blue. */
export async function marked(width: number, height: number) {
  const red = await plainPicture(Math.ceil(width / 2), Math.ceil(height / 2), {
    background: '#ff0000',
  })
    .png()
    .toBuffer()
  return plainPicture(width, height, { background: '#0000ff' }).composite([
    { input: red, left: 0, top: 0 },
  ])
}

/** The colour of one pixel. */
export async function pixelOf(picture: Uint8Array, x: number, y: number): Promise<number[]> {
  const { data } = await sharp(picture)
    .extract({ left: x, top: y, width: 1, height: 1 })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return [...data]
}

/** A GIF of grey frames. */
export async function animation(frames: number, side = 20): Promise<Buffer> {
  const pages = Array.from({ length: frames }, (_, index) =>
    Buffer.alloc(side * side * 3, (index * 37) % 256)
  )
  return sharp(Buffer.concat(pages), {
    raw: { width: side, height: side * frames, channels: 3, pageHeight: side },
  })
    .gif({ delay: Array.from({ length: frames }, () => 50), keepDuplicateFrames: true })
    .toBuffer()
}

interface Sent {
  name?: string
  type?: string
}

/** Uploads through the API. */
export const upload = (
  client: ApiClient,
  user: User,
  content: Uint8Array,
  { name = 'lamp.jpg', type = 'image/jpeg' }: Sent = {}
) =>
  client
    .post('/media')
    .loginAs(user)
    .file('file', Buffer.from(content), { filename: name, contentType: type })

/** @returns what a successful upload shows */
export async function uploaded(
  client: ApiClient,
  user: User,
  content: Uint8Array,
  sent: Sent = {}
): Promise<ShownMedia> {
  const response = await upload(client, user, content, sent)
  response.assertStatus(201)
  return response.body()
}

/** Rows of files without bytes. */
export async function filesOf({ id }: User, many: number): Promise<{ id: number }[]> {
  const contents = Array.from({ length: many }, () => ({
    sha256: randomBytes(32).toString('hex'),
    ...{ kind: 'document', status: 'ready', content_type: 'application/pdf', bytes: 1 },
  }))
  const files = await db.table('media_files').multiInsert(contents).returning('id')
  const rows = files.map((file) => ({ user_id: id, file_id: file.id, uploaded_bytes: 1 }))
  return db.table('media').multiInsert(rows).returning('id')
}

/** A published post that uses a file. */
export async function publish(client: ApiClient, author: User, { url }: Pick<ShownMedia, 'url'>) {
  const body = { title: 'Lamps', content: `![A lamp](${url})`, content_format: 'markdown' }
  const response = await client.post('/posts').loginAs(author).json(body)
  response.assertStatus(201)
  return response.body() as { id: number }
}

/** All files of the storage, those of unfinished uploads too, without their links. */
export async function stored(): Promise<string[]> {
  const found = await readdir(folder(), { recursive: true, withFileTypes: true })
  const links = join(folder(), 'public')
  return found
    .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(links))
    .map(({ name }) => name)
}

/** An emptied database forgets the files of earlier tests. */
export const emptyStorage = async () => {
  for (const name of await readdir(folder())) {
    await rm(join(folder(), name), { recursive: true, force: true })
  }
}

const folder = () => config.get<string>('media.folder')

/** The path of a file of the API, from its address. */
export const pathOf = (url: string | null) => new URL(url!).pathname

/** Downloads a file as its user. */
export const download = (client: ApiClient, user: User, url: string | null) =>
  client.get(pathOf(url)).loginAs(user)

/** The bytes of an answer. */
export const bytesOf = (response: ApiResponse): Buffer => {
  const body: unknown = response.body()
  return Buffer.isBuffer(body) ? body : Buffer.from(response.text())
}

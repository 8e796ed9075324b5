import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { encryptionFor } from '#cli/backups/encryption'
import { MEDIA, pathIn, type KeptFile } from '#cli/backups/media/kept_files'
import type { MediaRow } from '#cli/backups/media/media_rows'

/** A new key of age has a folder of its own, since the old one can't open what is kept for it. */
const vaultOf = (recipients: string[]) =>
  recipients.length === 0
    ? 'plain'
    : `age-${createHash('sha256').update(recipients.toSorted().join()).digest('hex').slice(0, 8)}`

/** The bytes of files beside the backups, of one encryption. Files are asked for in the order of their names. */
export class MediaVault {
  #vault: string
  #encrypt: ((plain: Readable) => Promise<Readable>) | null
  #part = ''
  /** Digests of the part, by name and bytes. */
  #known = new Map<string, string>()
  #changed = new Set<string>()

  constructor(
    private folder: string,
    recipients: string[]
  ) {
    this.#vault = vaultOf(recipients)
    this.#encrypt = recipients.length > 0 ? encryptionFor(recipients) : null
  }

  /** A file that an earlier backup has kept; null without one. */
  async find({ name, bytes }: MediaRow): Promise<KeptFile | null> {
    const part = name.slice(0, 2)
    if (part !== this.#part) await this.#read(part)
    const sha256 = this.#known.get(`${name}.${bytes}`)
    return sha256 ? this.#kept({ name, bytes, sha256 }) : null
  }

  /** Keeps a file. It gets its name once it is on the disk. */
  async add({ name, bytes }: MediaRow, content: Readable): Promise<KeptFile> {
    const draft = join(this.folder, MEDIA, `.partial-${randomBytes(6).toString('hex')}`)
    await mkdir(dirname(draft), { recursive: true, mode: 0o700 })
    try {
      const kept = this.#kept({ name, bytes, sha256: await this.#write(content, draft) })
      const place = join(this.folder, kept.path)
      await mkdir(dirname(place), { recursive: true, mode: 0o700 })
      await rename(draft, place)
      this.#changed.add(dirname(place))
      return kept
    } catch (error) {
      await rm(draft, { force: true })
      throw error
    }
  }

  /** Makes the new names last. */
  async flush() {
    for (const folder of this.#changed) {
      const handle = await open(folder)
      await handle.sync().finally(() => handle.close())
    }
    this.#changed.clear()
  }

  #kept(file: Omit<KeptFile, 'path'>): KeptFile {
    return { ...file, path: pathIn(this.#vault, file) }
  }

  /** @returns the digest of what is written */
  async #write(content: Readable, path: string): Promise<string> {
    const sum = createHash('sha256')
    async function* summed(source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        sum.update(chunk)
        yield chunk
      }
    }
    const source = this.#encrypt ? await this.#encrypt(content) : content
    const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })
    await pipeline(source, summed, file)
    return sum.digest('hex')
  }

  async #read(part: string) {
    this.#part = part
    this.#known.clear()
    const folder = join(this.folder, MEDIA, this.#vault, part)
    for (const entry of await readdir(folder).catch(() => [])) {
      const [name, ending, bytes, sha256] = entry.split('.')
      this.#known.set(`${name}.${ending}.${bytes}`, sha256)
    }
  }
}

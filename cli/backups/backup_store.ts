import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { occasions, type Occasion } from '#cli/backups/occasions'
import { LIST } from '#cli/backups/media/kept_files'
import { parseManifest, type Manifest } from '#cli/backups/manifest'
import { Failure } from '#cli/failure'

export interface Backup {
  /** The folder's name: the time of the backup. */
  name: string
  folder: string
  takenAt: Date
  /** Bytes of the dump; 0 without one. */
  size: number
  manifest: Manifest | null
  /** The operation that the backup was taken for; null without one. */
  before: Occasion | null
  /** Damage that shows without reading the dump. */
  damage: string | null
}

export type CompleteBackup = Backup & { manifest: Manifest }

const NAME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)\.(\d{3})Z$/
const DRAFT_NAME = /^\.partial-/

export const isComplete = (backup: Backup): backup is CompleteBackup => backup.damage === null

export const nameAt = (moment: Date) => moment.toISOString().replaceAll(/[-:]/g, '')

/** A folder with one folder per backup, and one for the files of users of all backups. Others in it are left alone. */
export class BackupStore {
  constructor(readonly folder: string) {}

  async list(): Promise<Backup[]> {
    const names = (await this.#names()).filter((name) => NAME.test(name))
    const backups = await Promise.all(names.map((name) => this.#read(name)))
    return backups.sort((one, other) => (one.name < other.name ? 1 : -1))
  }

  /**
   * @param name `latest` is the newest undamaged one
   * @throws Failure for a missing or visibly damaged backup
   */
  async find(name: string): Promise<CompleteBackup> {
    const backups = await this.list()
    const backup =
      name === 'latest' ? backups.find(isComplete) : backups.find((one) => one.name === name)
    if (!backup && name === 'latest') {
      throw new Failure('not_found', `There is no undamaged backup in ${this.folder}`)
    }
    if (!backup) throw new Failure('not_found', `There is no backup ${name} in ${this.folder}`)
    if (!isComplete(backup)) throw new Failure('unverified', `${name} is damaged: ${backup.damage}`)
    return backup
  }

  /** Creates a folder for a backup in progress, readable by its owner alone. */
  async draft(): Promise<string> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    const folder = join(this.folder, `.partial-${randomBytes(6).toString('hex')}`)
    await mkdir(folder, { mode: 0o700 })
    return folder
  }

  /** Renames a draft into the store once all of it is on the disk. */
  async keep(draft: string, name: string): Promise<Backup> {
    await flush(draft)
    await rename(draft, join(this.folder, name))
    await flush(this.folder)
    return this.#read(name)
  }

  async mark({ folder, name }: Backup, before: Occasion): Promise<Backup> {
    const draft = join(folder, `.before-${randomBytes(6).toString('hex')}`)
    await writeFile(draft, `${before}\n`, { mode: 0o600, flag: 'wx', flush: true })
    await rename(draft, join(folder, 'before'))
    await flush(folder)
    return this.#read(name)
  }

  /** Deletes drafts of killed runs. No other backup may be in progress. */
  async sweep() {
    for (const name of (await this.#names()).filter((one) => DRAFT_NAME.test(one))) {
      await this.discard(join(this.folder, name))
    }
  }

  /** Renames before it deletes, so that the store never shows a partial backup. */
  async remove({ folder }: Backup) {
    const aside = join(this.folder, `.partial-${randomBytes(6).toString('hex')}`)
    await rename(folder, aside)
    await this.discard(aside)
  }

  async discard(draft: string) {
    await rm(draft, { recursive: true, force: true })
  }

  async #names() {
    try {
      return await readdir(this.folder)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw new Failure('usage', `${this.folder} is not readable: ${(error as Error).message}`)
    }
  }

  async #read(name: string): Promise<Backup> {
    const folder = join(this.folder, name)
    const takenAt = new Date(name.replace(NAME, '$1-$2-$3T$4:$5:$6.$7Z'))
    const before = await occasionIn(folder)
    const found = { name, folder, takenAt, before, size: 0, manifest: null }
    try {
      const manifest = parseManifest(await readFile(join(folder, 'manifest.json'), 'utf8'))
      const { size } = await stat(join(folder, manifest.dump.file))
      if (manifest.media?.list) await stat(join(folder, LIST))
      const damage =
        size === manifest.dump.size ? null : `it has ${size} of ${manifest.dump.size} bytes`
      return { ...found, size, manifest, damage }
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
      return { ...found, damage: isMissing ? 'a file is missing' : (error as Error).message }
    }
  }
}

async function occasionIn(folder: string): Promise<Occasion | null> {
  const text = await readFile(join(folder, 'before'), 'utf8').catch(() => '')
  return occasions.find((one) => one === text.trim()) ?? null
}

async function flush(folder: string) {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

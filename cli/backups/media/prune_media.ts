import { readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { BackupStore } from '#cli/backups/backup_store'
import { filesIn, hasList, MEDIA, type KeptFile } from '#cli/backups/media/kept_files'

const list = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])

/**
 * Deletes the bytes that no backup names any more, part by part, since the lists are in the order of the names. No
 * backup may be in progress. @returns files @throws Failure for a list that can't be read: its backup may need them
 */
export async function pruneMedia(store: BackupStore): Promise<number> {
  const root = join(store.folder, MEDIA)
  const vaults = await list(root)
  const readers = await readersOf(store)
  let count = 0
  try {
    for (const part of await partsOf(root, vaults)) {
      const kept = new Set<string>()
      for (const reader of readers) for (const path of await reader.upTo(part)) kept.add(path)
      for (const vault of vaults) {
        for (const entry of await list(join(root, vault, part))) {
          const path = `${MEDIA}/${vault}/${part}/${entry}`
          if (kept.has(path)) continue
          await unlink(join(store.folder, path))
          count++
        }
      }
    }
    // Of killed runs.
    for (const draft of vaults.filter((one) => one.startsWith('.partial-'))) {
      await unlink(join(root, draft))
    }
    return count
  } finally {
    for (const reader of readers) await reader.close()
  }
}

/** Damaged backups too: they stay until an operator has looked. */
async function readersOf(store: BackupStore): Promise<ListReader[]> {
  const readers: ListReader[] = []
  for (const { folder } of await store.list()) {
    if (await hasList(folder)) readers.push(new ListReader(filesIn(folder)))
  }
  return readers
}

async function partsOf(root: string, vaults: string[]): Promise<string[]> {
  const parts = new Set<string>()
  for (const vault of vaults) for (const part of await list(join(root, vault))) parts.add(part)
  return [...parts].sort()
}

class ListReader {
  #next?: IteratorResult<KeptFile>

  constructor(private files: AsyncGenerator<KeptFile>) {}

  /** Reads on to the end of a part. @returns the paths of it */
  async upTo(part: string): Promise<string[]> {
    const paths: string[] = []
    this.#next ??= await this.files.next()
    while (!this.#next.done && this.#next.value.name.slice(0, 2) <= part) {
      if (this.#next.value.name.startsWith(part)) paths.push(this.#next.value.path)
      this.#next = await this.files.next()
    }
    return paths
  }

  close() {
    return this.files.return(undefined)
  }
}

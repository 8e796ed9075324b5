import { open, rename, rm, writeFile } from 'node:fs/promises'

/** All of it or nothing: a reader may have an older one open. @param draft a path on the same disk */
export async function writeByDraft(path: string, draft: string, content: Uint8Array) {
  try {
    await writeFile(draft, content, { flush: true })
    await rename(draft, path)
  } catch (error) {
    // On a full disk, each try would take more of it.
    await rm(draft, { force: true }).catch(() => {})
    throw error
  }
}

/** Before a row names it: a power cut must not leave a name with other bytes. */
export async function flush(path: string): Promise<void> {
  const file = await open(path)
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

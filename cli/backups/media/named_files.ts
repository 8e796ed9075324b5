import type { Access } from '#cli/backups/access'
import type { CompleteBackup } from '#cli/backups/backup_store'
import { filesIn, type KeptFile } from '#cli/backups/media/kept_files'
import { mediaRows, type MediaRow } from '#cli/backups/media/media_rows'

/** A file that a restored database names, and what the backup has of it. */
export interface NamedFile extends MediaRow {
  kept: KeptFile | null
}

/** The rows of a restored database, each with the file of its backup: both are in the order of their names. */
export async function* namedFiles(
  { folder, manifest }: CompleteBackup,
  access: Access
): AsyncGenerator<NamedFile> {
  const client = await access.connect()
  const files = manifest.media?.list ? filesIn(folder) : none()
  try {
    await client.query('begin transaction read only')
    let next = await files.next()
    for await (const row of mediaRows(client)) {
      while (!next.done && next.value.name < row.name) next = await files.next()
      yield { ...row, kept: !next.done && next.value.name === row.name ? next.value : null }
    }
  } finally {
    await files.return(undefined)
    await client.end()
  }
}

async function* none(): AsyncGenerator<KeptFile> {}

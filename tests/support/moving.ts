import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import db from '@adonisjs/lucid/services/db'
import { packTar, type TarEntry } from 'modern-tar'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase } from '#tests/support/database'

/** A folder that the test deletes. */
export async function temporaryFolder(
  cleanup: (undo: () => Promise<void>) => void
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'plaza-moving-'))
  cleanup(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A Plaza as after its installation: without rows, and with ids from 1 on. */
export async function freshPlaza() {
  await emptyDatabase()
  for (const table of ['users', 'media', 'posts', 'comments', 'collections']) {
    await db.rawQuery(`alter sequence ${table}_id_seq restart`)
  }
}

/** Made-up users, posts, comments, votes, tags and revisions. */
export async function seedPlaza({ posts = 30, comments = 60 } = {}) {
  const counts = `--users 12 --posts ${posts} --comments ${comments} --votes ${posts * 2}`
  const { code, err } = await plaza(`seed ${counts} --password-stdin --yes`, {
    input: 'a plaza in the evening',
  })
  if (code !== 0) throw new Error(err)
}

/** The rows of a file of an archive. */
export async function rowsIn(archive: string, kind: string): Promise<any[]> {
  const text = await readFile(join(archive, `${kind}.jsonl`), 'utf8')
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

/** Changes the lines of a file of an archive. */
export async function editLines(
  archive: string,
  kind: string,
  edit: (line: string, number: number) => string | null
) {
  const path = join(archive, `${kind}.jsonl`)
  const lines = (await readFile(path, 'utf8')).split('\n').filter(Boolean)
  const edited = lines.flatMap((line, index) => edit(line, index + 1) ?? [])
  await writeFile(path, edited.map((line) => `${line}\n`).join(''))
}

/** Writes a `.tar.zst` of entries as they are, also of hostile ones. */
export async function writeTar(path: string, entries: TarEntry[]) {
  await writeFile(path, zstdCompressSync(await packTar(entries)))
}

/** An entry of a file. */
export const fileEntry = (name: string, body: string | Uint8Array): TarEntry => ({
  header: { name, size: Buffer.byteLength(body), type: 'file' },
  body,
})

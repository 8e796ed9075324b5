import { createHash } from 'node:crypto'
import { lstat, readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { entriesOf } from '#cli/moving/import/sources/ghost/entries'
import { tablesOf, type Tables } from '#cli/moving/import/sources/ghost/tables'
import type { SourceOptions } from '#cli/moving/import/sources/options'
import type { Source } from '#cli/moving/import/source'
import { Failure } from '#cli/failure'

/** Its JSON is one document, which is in memory as a whole. */
const MAX_FILE_BYTES = 100_000_000

/** An export of Ghost 0.x to 6 (Settings, Export): JSON. @throws Failure */
export async function openGhost(path: string, options: SourceOptions): Promise<Source> {
  const found = await lstat(path).catch(() => null)
  if (!found?.isFile()) throw new Failure('not_found', `There is no file ${path}`)
  if (found.size > MAX_FILE_BYTES) {
    throw new Failure('usage', `${path} is larger than ${MAX_FILE_BYTES} bytes`)
  }
  const text = await readFile(path, 'utf8')
  const tables = tablesOf(text, path)
  const id = `ghost:${siteOf(tables)}`
  return {
    format: 'ghost',
    id,
    digest: createHash('sha256').update(text).digest('hex'),
    keepsIds: false,
    expected: tables('posts').length,
    entries: () => entriesOf(tables, { file: basename(path), id, options }),
    close: async () => {},
  }
}

/** Ids of Ghost are of one site alone, but for its first users. */
function siteOf(tables: Tables): string {
  const hash = tables('settings').find(({ key }) => /^db_?hash$/i.test(key))?.value
  const [owner] = tables('users').map(({ id, email }) => `${id} ${email}`)
  return createHash('sha256')
    .update(String(hash ?? owner))
    .digest('hex')
    .slice(0, 16)
}

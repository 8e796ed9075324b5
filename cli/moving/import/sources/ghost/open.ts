import { createHash } from 'node:crypto'
import { digestOfFile } from '#cli/moving/import/sources/digest_of_file'
import { entriesOf } from '#cli/moving/import/sources/ghost/entries'
import { survey } from '#cli/moving/import/sources/ghost/survey'
import type { Tables } from '#cli/moving/import/sources/ghost/tables'
import type { SourceOptions } from '#cli/moving/import/sources/options'
import type { Source } from '#cli/moving/import/source'

/** An export of Ghost 0.x to 6 (Settings, Export): JSON. @throws Failure */
export async function openGhost(path: string, options: SourceOptions): Promise<Source> {
  const digest = await digestOfFile(path)
  const surveyed = await survey(path)
  const id = `ghost:${siteOf(surveyed.tables)}`
  return {
    format: 'ghost',
    id,
    digest,
    keepsIds: false,
    expected: surveyed.countOf('posts'),
    entries: () => entriesOf(surveyed, { path, id, options }),
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

import type { SourceOptions } from '#cli/moving/import/sources/options'
import type { Format, Source } from '#cli/moving/import/source'

type Open = (path: string, options: SourceOptions) => Promise<Source>

const openers: Record<Format, () => Promise<Open>> = {
  'plaza': async () => (await import('#cli/moving/import/sources/plaza')).openPlaza,
  'markdown': async () => (await import('#cli/moving/import/sources/markdown')).openMarkdown,
  'ghost': async () => (await import('#cli/moving/import/sources/ghost/open')).openGhost,
  'csv-users': async () => (await import('#cli/moving/import/sources/csv_users')).openCsvUsers,
  'wordpress': async () =>
    (await import('#cli/moving/import/sources/wordpress/open')).openWordPress,
}

/** @throws Failure for what is nothing of this format */
export async function openSource(
  format: Format,
  path: string,
  options: SourceOptions
): Promise<Source> {
  const open = await openers[format]()
  return open(path, options)
}

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat } from 'node:fs/promises'
import type { SourceOptions } from '#cli/moving/import/sources/options'
import { Export } from '#cli/moving/import/sources/wordpress/export'
import { survey } from '#cli/moving/import/sources/wordpress/survey'
import type { Source } from '#cli/moving/import/source'
import { Failure } from '#cli/failure'

/** An export of WordPress (WXR 1.0 to 1.2): Tools, Export, All content. @throws Failure */
export async function openWordPress(path: string, options: SourceOptions): Promise<Source> {
  const found = await lstat(path).catch(() => null)
  if (!found?.isFile()) throw new Failure('not_found', `There is no file ${path}`)
  const sum = createHash('sha256')
  for await (const chunk of createReadStream(path)) sum.update(chunk)
  const surveyed = await survey(path, options.site)
  return {
    format: 'wordpress',
    id: `wordpress:${surveyed.site}`,
    digest: sum.digest('hex'),
    keepsIds: false,
    entries: () => new Export(surveyed, options).entries(path),
    close: async () => {},
  }
}

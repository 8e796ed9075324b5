import { digestOfFile } from '#cli/moving/import/sources/digest_of_file'
import type { SourceOptions } from '#cli/moving/import/sources/options'
import { Export } from '#cli/moving/import/sources/wordpress/export'
import { survey } from '#cli/moving/import/sources/wordpress/survey'
import type { Source } from '#cli/moving/import/source'

/** An export of WordPress (WXR 1.0 to 1.2): Tools, Export, All content. @throws Failure */
export async function openWordPress(path: string, options: SourceOptions): Promise<Source> {
  const digest = await digestOfFile(path)
  const surveyed = await survey(path, options.site)
  return {
    format: 'wordpress',
    id: `wordpress:${surveyed.site}`,
    digest,
    keepsIds: false,
    entries: () => new Export(surveyed, options).entries(path),
    close: async () => {},
  }
}

import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { Actor } from '#domain/roles'
import { maySeePost } from '#domain/visibility'

export interface Translation {
  id: number
  language: string
  slug: string | null
}

export const translationsFor = (
  viewer: Actor,
  { id, group }: { id: number; group: number },
  client: QueryClientContract = db.connection()
): Promise<Translation[]> =>
  client
    .from('posts')
    .select('id', 'language', 'slug')
    .where('translation_group', group)
    .whereNull('deleted_at')
    .whereNot('id', id)
    .whereRaw(...maySeePost.where(viewer))
    .orderBy('id')

/** Hidden posts too. */
export async function idsInGroups(groups: number[]): Promise<number[]> {
  const rows: { id: number }[] = await db
    .from('posts')
    .select('id')
    .whereIn('translation_group', groups)
    .whereNull('deleted_at')
  return rows.map(({ id }) => id)
}

const shown = /"translations":\[[^\]]*\]/

/** Replaces the translations in the JSON of a post. A text in it can't match: its quotes are escaped. */
export const showTranslations = (json: string, translations: Translation[]) =>
  json.replace(shown, () => `"translations":${JSON.stringify(translations)}`)

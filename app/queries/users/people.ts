import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import { fold } from '#domain/search/fold'

/** Ignores case, width and accents. */
export function nameBegins(query: DatabaseQueryBuilderContract<any>, text: string) {
  const beginning = `${fold(text).replace(/[\\%_]/g, '\\$&')}%`
  return query.whereRaw(
    '(lower(users.username collate "C") like ? or users.folded_display_name like ?)',
    [beginning, beginning]
  )
}

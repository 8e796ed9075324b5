import * as files from '#generated/operations'
import type { Area } from '#openapi/operation'
import type { View } from '#resources/definition/view'

/** The order of the document. All other areas come between `first` and `last`. */
const first = [
  'Accounts',
  'Mails',
  'Sessions',
  'Second factors',
  'Passkeys',
  'Issuers',
  'Personal tokens',
  'Posts',
  'Working copies',
  'Reviews',
  'Previews',
  'Revisions',
  'Tags',
  'Collections',
  'Types',
  'Feeds',
  'Media',
  'Comments',
  'Reports',
]
const last = ['Staff', 'Service']

const isArea = (value: unknown): value is Area =>
  typeof value === 'object' && value !== null && 'operations' in value

function placeOf({ tag }: Area): number {
  if (first.includes(tag)) return first.indexOf(tag) - first.length
  return last.indexOf(tag) + 1
}

export const areas: Area[] = Object.values(files)
  .flatMap((file) => Object.values<unknown>(file))
  .filter(isArea)
  .sort((a, b) => placeOf(a) - placeOf(b))

/** The views of operations that `schemas.ts` does not name. */
export const views: View[] = areas
  .flatMap(({ operations }) => Object.values(operations))
  .flatMap(({ answers }) => Object.values(answers))
  .flatMap(({ view }) => view ?? [])

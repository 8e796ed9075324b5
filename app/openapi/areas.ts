import * as files from '#generated/operations'
import type { Area } from '#openapi/operation'
import type { View } from '#resources/definition/view'

/** The order of the document; areas that are not named here stand between. */
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

/** Of every file in `operations`. */
export const areas: Area[] = Object.values(files)
  .flatMap((file) => Object.values<unknown>(file))
  .filter(isArea)
  .sort((a, b) => placeOf(a) - placeOf(b))

/** What operations show without a name in `schemas.ts`. */
export const views: View[] = areas
  .flatMap(({ operations }) => Object.values(operations))
  .flatMap(({ answers }) => Object.values(answers))
  .flatMap(({ view }) => view ?? [])

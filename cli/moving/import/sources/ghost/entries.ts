import { basename } from 'node:path'
import { languageOf, postOf, relationsOf, type Site } from '#cli/moving/import/sources/ghost/post'
import { readRows } from '#cli/moving/import/sources/ghost/read_rows'
import type { Survey } from '#cli/moving/import/sources/ghost/survey'
import type { GhostRow, Tables } from '#cli/moving/import/sources/ghost/tables'
import { rolesOf, userOf } from '#cli/moving/import/sources/ghost/users'
import type { SourceOptions } from '#cli/moving/import/sources/options'
import { pictureNote, picturesIn } from '#cli/moving/import/sources/pictures'
import { tagRow, tagsOf, typeRow } from '#cli/moving/import/sources/rows'
import type { Entry, Row } from '#cli/moving/import/source'
import { counted } from '#domain/counted'
import { siteLanguage } from '#domain/search/site'

interface Given {
  path: string
  /** Names the site. */
  id: string
  options: SourceOptions
}

/** What an export has, each row after those that it names. */
export async function* entriesOf(surveyed: Survey, given: Given): AsyncGenerator<Entry> {
  const { path, id: source, options } = given
  const { tables } = surveyed
  const file = basename(path)
  const place = (table: string, id: unknown) => `${file}#${table}/${String(id)}`
  const roles = rolesOf(tables)
  for (const user of tables('users')) {
    yield {
      kind: 'users',
      place: place('users', user.id),
      ...userOf(user, roles.get(user.id), source),
    }
  }
  const tags = new Map<unknown, string>()
  for (const tag of tables('tags').filter(isPublic)) {
    const name = String(tag.name)
    tags.set(tag.id, name)
    for (const asked of tagsOf([name]).tags) {
      const about = tag.description ? String(tag.description) : null
      yield { kind: 'tags', place: place('tags', tag.id), row: tagRow(asked, about) }
    }
  }
  if (surveyed.hasPages) yield { kind: 'types', place: file, row: typeRow('page', 'Page') }
  const related = relationsOf(tables)
  const users = new Set(tables('users').map(({ id }) => id))
  const site: Site = { language: siteLanguageOf(tables), options, tags, users }
  for await (const { table, row: post } of readRows(path)) {
    if (table !== 'posts' || !post) continue
    const at = place('posts', post.id)
    try {
      const { row, notes } = postOf(post, related(post.id), site)
      yield { kind: 'posts', place: at, row, ...shown(row, notes, options) }
    } catch (error) {
      yield { kind: 'posts', place: at, wrong: `it can't be read: ${(error as Error).message}` }
    }
  }
  for (const note of leftOf(surveyed))
    yield { kind: 'posts', place: file, isNote: true, notes: [note] }
}

/** What Plaza has nothing for. */
const others = {
  comments: 'comment',
  members: 'member',
  subscribers: 'subscriber',
  newsletters: 'newsletter',
  snippets: 'snippet',
  offers: 'offer',
  recommendations: 'recommendation',
}

/** What of the tables is not kept. */
function leftOf({ tables, countOf }: Survey): string[] {
  const internal = tables('tags').filter((tag) => !isPublic(tag)).length
  const counts = [
    ...Object.entries(others).map(([table, noun]) => [countOf(table), noun] as const),
    [internal, 'internal tag'] as const,
  ]
  const left = counts.filter(([count]) => count > 0).map(([count, noun]) => counted(count, noun))
  return left.length > 0 ? [`not kept: ${left.join(', ')}`] : []
}

/** Tags with a # are for the theme alone. */
const isPublic = ({ name, visibility }: GhostRow) =>
  typeof name === 'string' &&
  name.trim() !== '' &&
  visibility !== 'internal' &&
  !name.startsWith('#')

/** What Ghost has called the language of the site: before 1.0, before 4.0, before 5.0, and since. */
const languageSettings = new Set(['defaultLang', 'default_locale', 'lang', 'locale'])

function siteLanguageOf(tables: Tables): string {
  const setting = tables('settings').findLast(({ key }) => languageSettings.has(key))
  return languageOf(setting?.value) ?? siteLanguage()
}

function shown({ content }: Row, notes: string[], { media, site }: SourceOptions) {
  if (media === 'skip') return { notes: [...notes, ...pictureNote(content)] }
  return { notes, pictures: picturesIn(content, { base: site }) }
}

import { Failure } from '#cli/failure'
import type { Column } from '#cli/output/table'

/**
 * Picks columns by title, or by the API's member, such as `display_name` or `author.id`.
 * @throws Failure for a member that rows lack
 */
export const chosen = (names: string[], columns: Column[]): Column[] =>
  names.map(
    (name) => columns.find(({ title }) => slug(title) === slug(name)) ?? member(name, columns)
  )

function member(path: string, columns: Column[]): Column {
  const steps = path.split('.')
  const text = (row: any) => {
    let value = row
    for (const step of steps) {
      if (value === null) return null
      if (typeof value !== 'object' || !Object.hasOwn(value, step))
        throw unknown(path, row, columns)
      value = value[step]
    }
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
  }
  return { title: path, text, elastic: true }
}

const unknown = (path: string, row: object, columns: Column[]) => {
  const titles = columns.map(({ title }) => slug(title))
  const known = [...new Set([...titles, ...Object.keys(row)])].join(', ')
  return new Failure('usage', `There is no column ${path}: columns are ${known}`)
}

export const slug = (title: string) => title.toLowerCase().replaceAll(' ', '_')

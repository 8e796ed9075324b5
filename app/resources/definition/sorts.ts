import { isFor, type Audience } from '#resources/definition/members'

export interface Sort {
  /** A column. The id follows it, so that no two rows are equal. */
  by: string | ((audience: Audience) => string)
  direction: 'asc' | 'desc'
  description: string
  for?: readonly Audience[]
  /** Its required filter, which also makes it the default order. */
  needs?: string
}

export type Sorts = Record<string, Sort>

export interface ListOrder extends Pick<Sort, 'direction' | 'description' | 'needs'> {
  columns: string[]
}

export const ascending = (by: Sort['by'], description: string, more: Partial<Sort> = {}): Sort => ({
  by,
  direction: 'asc',
  description,
  ...more,
})

export const descending = (
  by: Sort['by'],
  description: string,
  more: Partial<Sort> = {}
): Sort => ({
  by,
  direction: 'desc',
  description,
  ...more,
})

/** By id. */
export const newestFirst = (table: string) => ({
  new: descending(`${table}.id`, 'newest first'),
  old: ascending(`${table}.id`, 'oldest first'),
})

export const sortsFor = (
  sorts: Sorts,
  { table, audience }: { table: string; audience: Audience }
): Record<string, ListOrder> =>
  Object.fromEntries(
    Object.entries(sorts)
      .filter(([, sort]) => isFor(sort, audience))
      .map(([name, { by, direction, description, needs }]) => {
        const column = typeof by === 'string' ? by : by(audience)
        const id = `${table}.id`
        const columns = column === id ? [id] : [column, id]
        return [name, { columns, direction, description, needs }]
      })
  )

import { isFor, type Audience } from '#resources/definition/members'

export interface Sort {
  /** A column. The id follows it, so that no two rows are equal. */
  by: string | ((audience: Audience) => string)
  direction: 'asc' | 'desc'
  description: string
  for?: readonly Audience[]
  /** The filter that it needs, and with which it is the default. */
  needs?: string
}

export type Sorts = Record<string, Sort>

/** A list's order, for one audience. */
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

/** Newest or oldest first, by id. */
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

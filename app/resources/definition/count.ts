/** Where counting stops in the row of a list, so that no page waits for one row. */
export const MAX_COUNTED = 10_000

/** How many rows there are, up to `MAX_COUNTED`, as a subquery of SQL. */
export const countOf = (rows: string) =>
  `(select count(*) from (select from ${rows} limit ${MAX_COUNTED}) as counted)`

export const counted = 'At most 10,000 are counted.'

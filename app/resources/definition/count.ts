/** Counts in a list stop here, so that no row delays the page. */
export const MAX_COUNTED = 10_000

export const countOf = (rows: string) =>
  `(select count(*) from (select from ${rows} limit ${MAX_COUNTED}) as counted)`

export const counted = 'At most 10,000 are counted.'

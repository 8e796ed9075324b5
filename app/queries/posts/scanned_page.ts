import type { Form } from '#resources/definition/form'
import { post } from '#resources/post'
import { givenFilters, type Condition } from '#queries/filters'
import type { Values } from '#db/statement'
import type { TagFilter } from '#queries/tags/tag_filter'

/** A list that is filtered row by row reads no more. Beyond it, the page is shorter. */
export const MAX_SCANNED_ROWS = 10_000

export interface Scan {
  /** The source in the order of the list, and its columns. */
  from: string
  id: string
  key: string
  direction: string
  conditions: string[]
  /** Conditions that decide row by row. */
  matches: string[]
}

/** Rows of the page in their order; the last row read comes too if the scan ends there. */
export function scannedText(scan: Scan, limit: number, skip: number, form: Form): string {
  const { from, id, key, direction, conditions, matches } = scan
  const order = `${key} ${direction}, ${id} ${direction}`
  return `
    select found.key::text as key, posts.id as id, users.id as author, found.matches, found.nth,
      found.place = ${MAX_SCANNED_ROWS} as is_end, ${form.select}
    from (
      select * from (
        select *, count(*) filter (where matches) over (
          order by key ${direction}, id ${direction} rows unbounded preceding
        ) as nth
        from (
          select ${id} as id, ${key} as key, ${matches.join(' and ') || 'true'} as matches,
            row_number() over (order by ${order}) as place
          from ${from} where ${conditions.join(' and ')} order by ${order} limit ${MAX_SCANNED_ROWS}
        ) as scanned
      ) as counted
      where matches and nth > ${skip} or place = ${MAX_SCANNED_ROWS}
      order by key ${direction}, id ${direction} limit ${limit + 1}
    ) as found
    join posts on posts.id = found.id
    ${post.joins}
    order by found.key ${direction}, found.id ${direction}`
}

const SORTS_BY_TIME = ['new', 'old']

/** Whether the posts of one tag are read in the order of the list. */
export const isLedByTag = (
  { sort, ...asked }: { sort: string; tag?: string },
  isPublic: boolean
): boolean =>
  SORTS_BY_TIME.includes(sort) &&
  isPublic &&
  asked.tag !== undefined &&
  asked.tag.split(',').some((name) => !name.startsWith('-')) &&
  givenFilters(post.views.Post, asked).every(([name]) => name === 'tag' || isByTime(name))

const isByTime = (name: string) => post.views.Post.filters[name].range?.column === 'posts.listed_at'

interface AlongTag {
  /** By the time of publication, each with the placeholder of its value. */
  bounds: (Condition & { mark: string })[]
  /** The condition of the cursor. */
  follows: (...columns: string[]) => string[]
}

/** Reads the posts of the rarest tag by time. */
export function alongTag(
  { wanted: [rarest, ...others], unwanted }: TagFilter,
  values: Values,
  { bounds, follows }: AlongTag
): Omit<Scan, 'direction'> {
  const has = (id: number) => `exists (
    select from post_tags as other
    where other.tag_id = ${values.add(id)} and other.post_id = post_tags.post_id)`
  const [key, id] = ['post_tags.listed_at', 'post_tags.post_id']
  return {
    from: 'post_tags',
    id,
    key,
    conditions: [
      `post_tags.tag_id = ${values.add(rarest.id)}`,
      'post_tags.visible',
      ...bounds.map(({ range, mark }) => `${key} ${range!.sign} ${mark}`),
      ...follows(key, id),
    ],
    matches: [...others.map((tag) => has(tag.id)), ...unwanted.map((tag) => `not ${has(tag.id)}`)],
  }
}

const slugs = (values: Values, tags: TagFilter['wanted']) =>
  `${values.add(tags.map(({ slug }) => slug))}::text[] collate "C"`

export const tagConditions = ({ wanted, unwanted }: TagFilter, values: Values): string[] => [
  ...(wanted.length > 0 ? [`posts.tags @> ${slugs(values, wanted)}`] : []),
  ...(unwanted.length > 0 ? [`not posts.tags && ${slugs(values, unwanted)}`] : []),
]

/** Leads by a tag with few posts. @param id its placeholder */
export const withTag = (id: string) =>
  `posts.id = any(array(select post_id from post_tags where tag_id = ${id}))`

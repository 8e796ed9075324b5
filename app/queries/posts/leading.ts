import { sqlOf, type Condition } from '#queries/filters'
import { MAX_LEADING_POSTS, type TagFilter } from '#queries/tags/tag_filter'
import { read, Values } from '#db/statement'
import type { Audience } from '#resources/definition/members'

export interface Lead {
  /** Conditions that an index in the order of the list decides. */
  along: Condition[]
  /** Conditions that find few posts, which are then sorted. */
  few?: Condition[]
  /** Conditions that are checked row by row. */
  scanned: Condition[]
}

interface Asked {
  conditions: Condition[]
  tags?: TagFilter
  sort: string
  /** The column that leads the order. */
  key: string
  audience: Audience
  /** SQL: the rows that the list may show. */
  seen: string
  /** SQL: posts by two indexes. */
  halved: string
}

/** Chooses the index that leads a list. In each case, a page reads at most 10 000 rows. */
export async function leadOf(asked: Asked): Promise<Lead> {
  const { conditions, tags, sort, key, audience } = asked
  const bounds = conditions.filter(({ range }) => range?.column === key)
  const others = conditions.filter((one) => !bounds.includes(one))
  if (sort === 'relevance') return { along: conditions, scanned: [] }

  const leading = others.find(({ index }) => index?.orders?.[audience]?.includes(sort))
  const scanned = others.filter((one) => one !== leading)
  const along = leading ? [...bounds, leading] : bounds
  if (scanned.length === 0 || tags?.wanted[0]?.isSmall) return { along, scanned }
  const small = scanned.filter(({ index }) => index?.isSmall)
  // Words find few posts more often than not.
  const counted = leading ? scanned.filter(({ filter }) => filter === 'search') : scanned
  const few = small.length > 0 ? small : await fewest(counted, asked)
  return { along, few, scanned }
}

/** The conditions of the index that finds the fewest posts, if these are few. */
async function fewest(conditions: Condition[], { halved, seen }: Asked) {
  const indexed = conditions.filter(({ index }) => index && !index.isOnlyInOrder)
  const groups = Object.values(
    Object.groupBy(indexed, ({ range, filter }) => range?.column ?? filter)
  ).map((group) => group!)
  if (groups.length === 0) return undefined
  const values = new Values()
  const counts = groups.map((group, nth) => {
    const where = [seen, ...group.map((one) => sqlOf(one, values))].join(' and ')
    const from = group[0].index!.isHalved ? halved : 'posts'
    return `(select count(*) from (
      select from ${from} where ${where} limit ${MAX_LEADING_POSTS + 1}
    ) as found) as "${nth}"`
  })
  const text = `select ${counts.join(', ')}`
  const [row] = await read<Record<string, number>>({ name: '', text, values: values.list })
  const [total, nth] = groups
    .map((_, place) => [Number(row[place]), place])
    .sort(([one], [other]) => one - other)[0]
  return total <= MAX_LEADING_POSTS ? groups[nth] : undefined
}

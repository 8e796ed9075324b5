import db from '@adonisjs/lucid/services/db'
import { Cursors } from '#db/cursor'
import type { PageOptions } from '#db/keyset'
import { listResponse, type JsonResponse } from '#http/json_response'
import { maySee, newestOf } from '#queries/timeline/sources'
import { timelineTypes, type TimelineEntry, type TimelineType } from '#resources/timeline'
import type { Actor } from '#domain/roles'

export interface ListTimelineOptions extends Pick<PageOptions, 'limit' | 'cursor'> {
  type?: TimelineType
}

interface Row {
  type: TimelineType
  id: number
  at: Date
  facts: Partial<TimelineEntry>
}

/** For each type the id before which its rows begin. */
type Position = Record<TimelineType, number>

/**
 * Actions of a user and on the user, newest first. Each type is read by id in its own index and merged by time: a page
 * reads few rows, and skips or repeats none. @param subject its rank decides on notes
 * @throws ValidationException for a cursor of another list
 */
export async function listTimeline(
  subject: { id: number; rank: number },
  viewer: Actor,
  { limit = 10, cursor, type }: ListTimelineOptions
): Promise<JsonResponse> {
  const cursors = new Cursors(JSON.stringify(['timeline', subject.id, type]))
  const position = positionOf(cursor === undefined ? [] : cursors.open(cursor))
  const types = timelineTypes.filter((one) => one === (type ?? one) && maySee(one, viewer, subject))
  if (types.length === 0) return listResponse([], null)

  const { rows } = await db.rawQuery(
    types.map((one) => newestOf(one, position[one])).join(' union all '),
    { userId: subject.id, viewerId: viewer.id, rows: limit + 1 }
  )
  const page = newest(rows, limit)
  for (const row of page) position[row.type] = row.id
  const isMore = rows.length > page.length
  const next = isMore ? cursors.seal(timelineTypes.map((one) => position[one])) : null
  return listResponse(
    page.map((row) => JSON.stringify(shown(row))),
    next
  )
}

const positionOf = (ids: (string | number)[]) =>
  Object.fromEntries(
    timelineTypes.map((type, at) => [type, Number(ids[at] ?? Number.MAX_SAFE_INTEGER)])
  ) as Position

/** Takes the newest of the first rows of all types, again and again. Within a type the id decides. */
function newest(rows: Row[], limit: number): Row[] {
  const byId = rows.sort((one, other) => other.id - one.id)
  const queues = [...Map.groupBy(byId, ({ type }) => type).values()]
  const page: Row[] = []
  while (page.length < limit && queues.some((queue) => queue.length > 0)) {
    const waiting = queues.filter((queue) => queue.length > 0)
    const first = waiting.reduce((best, queue) => (queue[0].at > best[0].at ? queue : best))
    page.push(first.shift()!)
  }
  return page
}

const shown = ({ type, id, at, facts }: Row): TimelineEntry => ({
  type,
  id,
  at: at.toISOString(),
  text: null,
  status: null,
  action: null,
  reason: null,
  target: null,
  actor: null,
  address: null,
  ...facts,
})

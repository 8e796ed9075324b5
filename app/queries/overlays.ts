import { Cursors } from '#db/cursor'
import { listResponse, type JsonResponse } from '#http/json_response'

/** An item of a list, as everybody sees it. */
export interface Item {
  id: number
  /** The id of the user who wrote it; null once the account is erased. */
  author: number | null
  /** What its list is sorted by, the id at last. */
  key: (string | number)[]
  json: string
}

/** A page of a list, as everybody sees it. */
export interface ItemPage {
  items: Item[]
  /** The cursor of the next page; null on the last one. */
  next: string | null
  /** Names the list with its filters and order, for its cursors. */
  list: string
}

/** What one viewer sees otherwise than everybody. Each part reads once for all items of a page. */
export interface Overlay {
  /** Adds members of the viewer's own to the JSON of each item. */
  add?: (ids: number[], viewerId: number) => Promise<(json: string, id: number) => string>
  /** Tells which items the viewer's lists leave out. */
  leaveOut?: (items: Item[], viewerId: number) => Promise<(item: Item) => boolean>
}

/** How many pages are read at most to fill one. After that a shorter page is answered, with its cursor. */
const MAX_PAGES = 10

/** A page as everybody sees it. */
export const pageForAll = ({ items, next }: ItemPage): JsonResponse =>
  listResponse(
    items.map(({ json }) => json),
    next
  )

interface Viewing {
  viewerId: number
  overlays: Overlay[]
  /** How many items make a full page. */
  limit: number
  /** Reads the page that follows a cursor. */
  more: (cursor: string) => Promise<ItemPage>
}

/**
 * A page as one viewer sees it. Where overlays leave items out, it is filled with those that follow, and its
 * cursor names the last item that was looked at.
 *
 * @param page the first page as everybody sees it
 */
export async function pageForViewer(page: ItemPage, viewing: Viewing): Promise<JsonResponse> {
  const { limit, more } = viewing
  const shown: string[] = []
  for (let pages = 1; ; pages++) {
    const { items, next, list } = page
    const jsonOf = await viewOf(items, viewing)
    for (const [index, item] of items.entries()) {
      const json = jsonOf(item)
      if (json !== null) shown.push(json)
      if (shown.length === limit && index < items.length - 1) {
        return listResponse(shown, new Cursors(list).seal(item.key))
      }
    }
    const isDone = shown.length === limit || next === null || pages === MAX_PAGES
    if (isDone) return listResponse(shown, next)
    page = await more(next)
  }
}

/** One item as a viewer sees it who asked for it alone: nothing leaves it out then. */
export async function itemForViewer(
  { id, json }: Pick<Item, 'id' | 'json'>,
  { viewerId, overlays }: Pick<Viewing, 'viewerId' | 'overlays'>
): Promise<string> {
  const add = await additions([id], viewerId, overlays)
  return add(json, id)
}

/** @returns tells the JSON of an item; null where it is left out */
async function viewOf(items: Item[], { viewerId, overlays }: Viewing) {
  const ids = items.map(({ id }) => id)
  const [add, ...leftOut] = await Promise.all([
    additions(ids, viewerId, overlays),
    ...overlays.flatMap(({ leaveOut }) => leaveOut?.(items, viewerId) ?? []),
  ])
  return (item: Item) =>
    leftOut.some((isLeftOut) => isLeftOut(item)) ? null : add(item.json, item.id)
}

async function additions(ids: number[], viewerId: number, overlays: Overlay[]) {
  const all = await Promise.all(overlays.flatMap(({ add }) => add?.(ids, viewerId) ?? []))
  return (json: string, id: number) => all.reduce((text, add) => add(text, id), json)
}

import { Cursors } from '#db/cursor'
import { listResponse, type JsonResponse } from '#http/json_response'

export interface Item {
  id: number
  author: number | null
  /** The sort key, with the id last. */
  key: (string | number)[]
  json: string
}

export interface ItemPage {
  items: Item[]
  next: string | null
  /** Whether a scan ended early: then the page is not filled. */
  isCutShort?: boolean
  /** The list's name with filters and order, for its cursors. */
  list: string
}

/** A viewer's differences. Each part reads once for all items of a page. */
export interface Overlay {
  /** Appends the viewer's members to the JSON of each item. */
  add?: (ids: number[], viewerId: number) => Promise<(json: string, id: number) => string>
  leaveOut?: (items: Item[], viewerId: number) => Promise<(item: Item) => boolean>
}

/** The limit of pages read for one. Beyond it, a shorter page is answered. */
const MAX_PAGES = 10

export const pageForAll = ({ items, next }: ItemPage): JsonResponse =>
  listResponse(
    items.map(({ json }) => json),
    next
  )

interface Viewing {
  viewerId: number
  overlays: Overlay[]
  limit: number
  more: (cursor: string) => Promise<ItemPage>
}

/** Fills up a page where overlays leave items out. @param page the first page for all viewers */
export async function pageForViewer(page: ItemPage, viewing: Viewing): Promise<JsonResponse> {
  const { limit, more } = viewing
  const shown: string[] = []
  for (let pages = 1; ; pages++) {
    const { items, next, list, isCutShort } = page
    const jsonOf = await viewOf(items, viewing)
    for (const [index, item] of items.entries()) {
      const json = jsonOf(item)
      if (json !== null) shown.push(json)
      if (shown.length === limit && index < items.length - 1) {
        return listResponse(shown, new Cursors(list).seal(item.key))
      }
    }
    const isDone = isCutShort || shown.length === limit || next === null || pages === MAX_PAGES
    if (isDone) return listResponse(shown, next)
    page = await more(next)
  }
}

/** A single item for a viewer; overlays never leave it out. */
export async function itemForViewer(
  { id, json }: Pick<Item, 'id' | 'json'>,
  { viewerId, overlays }: Pick<Viewing, 'viewerId' | 'overlays'>
): Promise<string> {
  const add = await additions([id], viewerId, overlays)
  return add(json, id)
}

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

const nextIn = (link: string | null) => /<([^>]+)>;\s*rel="next"/.exec(link ?? '')?.[1]

const cursorIn = (address: string) => new URL(address, location.href).searchParams.get('cursor')

/** The cursor of the page after this one. */
export function nextCursorIn({ headers }: Response): string | undefined {
  const next = nextIn(headers.get('Link'))
  return (next && cursorIn(next)) || undefined
}

/**
 * Where the pages of a list begin: the API gives the cursor of the next page alone. A page that was not walked to has no
 * cursor, and is asked for by the number of rows before it.
 */
export class PageCursors {
  readonly #lists = new Map<string, string[]>()

  /** @param list names the list with its filter, order and length of a page */
  placeOf(list: string, page: number, perPage: number): { cursor?: string; skip?: number } {
    if (page === 1) return {}
    const cursor = this.#lists.get(list)?.[page]
    return cursor ? { cursor } : { skip: (page - 1) * perPage }
  }

  /** @returns whether there is a next page */
  remember(list: string, page: number, link: string | null): boolean {
    const next = nextIn(link)
    if (!next) return false
    const cursor = cursorIn(next)
    const pages = this.#lists.get(list) ?? []
    if (cursor) pages[page + 1] = cursor
    this.#lists.set(list, pages)
    return true
  }
}

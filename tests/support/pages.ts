import type { ApiRequest, ApiResponse } from '@japa/api-client'

/** The target of a relation in the `Link` header (RFC 8288); undefined if there is none. */
export function linkOf(response: ApiResponse, relation: string): string | undefined {
  const links = String(response.header('link') ?? '').split(/,\s*(?=<)/)
  const link = links.find((text) => text.endsWith(`>; rel="${relation}"`))
  return link?.slice(1, link.indexOf('>'))
}

/** The cursor of the next page. */
export function cursorOf(response: ApiResponse): string {
  return new URL(linkOf(response, 'next')!, 'http://plaza').searchParams.get('cursor')!
}

/**
 * Follows a list to its end.
 *
 * @param between actions of others after each page
 * @param idsIn the ids of the listed rows
 * @returns the ids in their order
 */
export async function followToTheEnd(
  get: (path: string) => ApiRequest,
  path: string,
  between: (page: number) => Promise<unknown> = async () => {},
  idsIn = idsOf
): Promise<number[]> {
  const ids: number[] = []
  let next: string | undefined = path
  for (let page = 0; next !== undefined; page++) {
    if (page > 50) throw new Error('The list does not end')
    const response: ApiResponse = await get(next)
    response.assertStatus(200)
    ids.push(...idsIn(response))
    await between(page)
    next = linkOf(response, 'next')
  }
  return ids
}

export const idsOf = (response: ApiResponse): number[] =>
  response.body().map(({ id }: { id: number }) => id)

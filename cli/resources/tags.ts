import type { Output } from '#cli/output/output'
import { columnsOf, detailsOf } from '#cli/resources/shape'
import type { Transport } from '#cli/transports/transport'
import { tag } from '#resources/tag'

export const path = '/tags'

const { Tag } = tag.views

export const columns = columnsOf(Tag)

export const view = (row: any, output: Output) => detailsOf(Tag, row, output)

export const addressOf = (name: string) => `${path}/${encodeURIComponent(name)}`

/** Follows a tag that leads to another. */
export async function findTag(transport: Transport, name: string) {
  const found = await transport.request('GET', addressOf(name))
  if (found.status !== 308) return found.body
  const slug = found.headers.location!.split('/').at(-1)!
  return (await transport.request('GET', `${path}/${slug}`)).body
}

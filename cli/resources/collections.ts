import type { Output } from '#cli/output/output'
import { columnsOf, detailsOf } from '#cli/resources/shape'
import { collection } from '#resources/collection'

export const path = '/collections'

const { Collection } = collection.views

export const columns = columnsOf(Collection)

export const view = (row: any, output: Output) => detailsOf(Collection, row, output)

export const addressOf = (slug: string) => `${path}/${encodeURIComponent(slug)}`

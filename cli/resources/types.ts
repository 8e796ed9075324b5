import type { Output } from '#cli/output/output'
import { columnsOf, detailsOf } from '#cli/resources/shape'
import { type } from '#resources/type'

export const path = '/types'

const { StaffType } = type.views

export const columns = columnsOf(StaffType)

export const view = (row: any, output: Output) =>
  detailsOf(StaffType, { ...row, schema: JSON.stringify(row.schema, null, 2) }, output)

export const addressOf = (name: string) => `${path}/${encodeURIComponent(name)}`

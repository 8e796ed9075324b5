import type { Output } from '#cli/output/output'
import { columnsOf, detailsOf } from '#cli/resources/shape'
import { reason } from '#resources/reason'

export const path = '/admin/reasons'

const { Reason } = reason.views

export const columns = columnsOf(Reason)

export const view = (row: any, output: Output) => detailsOf(Reason, row, output)

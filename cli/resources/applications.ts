import type { Output } from '#cli/output/output'
import { columnsOf, detailsOf } from '#cli/resources/shape'
import { application } from '#resources/application'

export const path = '/admin/applications'

const { Application } = application.views

export const columns = columnsOf(Application)

export const view = (row: any, output: Output) => detailsOf(Application, row, output)

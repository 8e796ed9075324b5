import type { Output } from '#cli/output/output'
import { columnsOf, detailsOf } from '#cli/resources/shape'
import { person } from '#cli/resources/texts'
import { batch } from '#resources/batch'

export const path = '/admin/batches'

const { Batch } = batch.views

const texts = { actor: ({ actor }: any) => person(actor, 'erased') }

export const columns = columnsOf(Batch, texts)

export const view = (row: any, output: Output) => detailsOf(Batch, row, output, texts)

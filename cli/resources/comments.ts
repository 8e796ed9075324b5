import type { Output } from '#cli/output/output'
import { columnsOf, detailsOf, type Texts } from '#cli/resources/shape'
import { person } from '#cli/resources/texts'
import { comment } from '#resources/comment'

export const path = '/admin/comments'

const { StaffComment } = comment.views

const texts: Texts = { author: ({ author }) => person(author, 'erased') }

export const columns = columnsOf(StaffComment, texts)

export const view = (row: any, output: Output) => detailsOf(StaffComment, row, output, texts)

import type { Output } from '#cli/output/output'
import { columnsOf, detailsOf } from '#cli/resources/shape'
import { addressOf } from '#cli/resources/staff_resources'
import { userNote } from '#resources/user_note'

const { UserNote } = userNote.views

export const pathOf = (user: string) => `${addressOf('users', user)}/notes`

export const columns = columnsOf(UserNote)

export const view = (row: any, output: Output) => detailsOf(UserNote, row, output)

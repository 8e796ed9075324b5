import type { Output } from '#cli/output/output'
import { detailsOf } from '#cli/resources/shape'
import { invite } from '#resources/invite'

export const path = '/invites'

export const view = (row: any, output: Output) => detailsOf(invite.views.Invite, row, output)

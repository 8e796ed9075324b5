import type { Output } from '#cli/output/output'
import { columnsOf, detailsOf, type Texts } from '#cli/resources/shape'
import { person } from '#cli/resources/texts'
import { media } from '#resources/media'

export const path = '/admin/media'

const { StaffMedia } = media.views

const texts: Texts = {
  owner: ({ owner }) => person(owner, 'erased'),
  focal_point: ({ focal_point: { x, y } }) => `${x}, ${y}`,
  variants: ({ variants }) => variants.length,
}

export const columns = columnsOf(StaffMedia, texts)

export const view = (row: any, output: Output) => detailsOf(StaffMedia, row, output, texts)

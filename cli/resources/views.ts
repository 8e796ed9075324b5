import type { Output } from '#cli/output/output'
import { columnsOf, detailsOf, type Texts } from '#cli/resources/shape'
import { person } from '#cli/resources/texts'
import { savedView } from '#resources/saved_view'

export const path = '/admin/views'

const { SavedView } = savedView.views

const texts: Texts = {
  filters: ({ filters = {} }) =>
    Object.entries(filters)
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
  columns: ({ columns }) => columns?.join(', '),
  owner: ({ owner }) => person(owner, 'erased'),
}

export const columns = columnsOf(SavedView, texts)

export const view = (row: any, output: Output) => detailsOf(SavedView, row, output, texts)

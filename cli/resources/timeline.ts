import type { Column } from '#cli/output/table'
import { addressOf } from '#cli/resources/staff_resources'
import { minute, person } from '#cli/resources/texts'
import type { TimelineEntry } from '#resources/timeline'

export const pathOf = (user: string) => `${addressOf('users', user)}/timeline`

const what = ({ type, id, action, status }: TimelineEntry) =>
  [`${type.replace('_', ' ')} ${id}`, action ?? status].filter(Boolean).join(', ')

export const columns: Column<TimelineEntry>[] = [
  { title: 'Time', text: ({ at }) => minute(at), isTime: true },
  { title: 'What', text: what },
  { title: 'On', text: ({ target }) => target && `${target.type} ${target.id}` },
  { title: 'By', text: ({ actor }) => person(actor) },
  {
    title: 'Text',
    text: ({ reason, text }) => [reason, text].filter(Boolean).join(': '),
    elastic: true,
  },
]

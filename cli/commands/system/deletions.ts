import type { Invocation } from '#cli/invocation'
import { moment } from '#cli/resources/texts'

interface Deletion {
  type: 'user' | 'post'
  id: number
  since: string
  rows_left: number
}

export default async function listDeletions({ transport: open, output }: Invocation) {
  const transport = await open()
  const { body } = await transport.request<Deletion[]>('GET', '/admin/deletions')
  await output.show(body, () =>
    body.length === 0
      ? ''
      : output.table<Deletion>(body, [
          { title: 'What', text: ({ type, id }) => `${type} ${id}` },
          { title: 'Hidden since', text: ({ since }) => moment(since) },
          { title: 'Rows left', text: ({ rows_left: rows }) => rows, align: 'right' },
        ])
  )
  if (body.length === 0) output.note('Nothing is being deleted')
}

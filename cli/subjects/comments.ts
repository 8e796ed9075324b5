import type { Output } from '#cli/output/output'
import type { Column } from '#cli/output/table'
import { day, moment, person, section } from '#cli/subjects/texts'

export const path = '/admin/comments'

export const columns: Column[] = [
  { title: 'Id', text: ({ id }) => id, align: 'right' },
  { title: 'Post', text: (comment) => comment.post_id, align: 'right' },
  { title: 'Author', text: ({ author }) => person(author, 'erased') },
  { title: 'Status', text: ({ status }) => status },
  { title: 'Reports', text: (comment) => comment.reports_count, align: 'right' },
  { title: 'Written', text: (comment) => day(comment.created_at), isTime: true },
  { title: 'Content', text: ({ content }) => content, elastic: true },
]

export function view(comment: any, output: Output): string {
  const facts = output.pairs([
    ['Id', comment.id],
    ['Post', comment.post_id],
    ['Reply to', comment.parent_id],
    ['Author', person(comment.author, 'erased')],
    ['Status', comment.status],
    ['Removed', moment(comment.removed_at)],
    ['Replies', comment.replies_count],
    ['Reports', comment.reports_count],
    ['Written', moment(comment.created_at)],
    ['Changed', moment(comment.updated_at)],
  ])
  return facts + section('Content', output.text(comment.content ?? ''))
}

import type { Output } from '#cli/output/output'
import type { Column } from '#cli/output/table'
import { day, moment, person, section } from '#cli/subjects/texts'

export const path = '/admin/posts'

export const columns: Column[] = [
  { title: 'Id', text: ({ id }) => id, align: 'right' },
  { title: 'Title', text: ({ title }) => title, elastic: true },
  { title: 'Author', text: ({ author }) => person(author, 'erased') },
  { title: 'Status', text: (post) => state(post) },
  { title: 'Votes', text: (post) => post.votes_count, align: 'right' },
  { title: 'Reports', text: (post) => post.reports_count, align: 'right' },
  { title: 'Written', text: (post) => day(post.created_at), isTime: true },
]

export function view(post: any, output: Output): string {
  const facts = output.pairs([
    ['Id', post.id],
    ['Title', post.title],
    ['Author', person(post.author, 'erased')],
    ['Status', state(post)],
    ['Removed', moment(post.removed_at)],
    ['Votes', `${post.votes_count} (${post.upvotes} up, ${post.downvotes} down)`],
    ['Comments', post.comments_count],
    ['Reports', post.reports_count],
    ['Written', moment(post.created_at)],
    ['Changed', moment(post.updated_at)],
  ])
  return facts + section('Content', output.text(post.content))
}

const state = ({ status, locked }: { status: string; locked: boolean }) =>
  locked && status !== 'locked' ? `${status}, locked` : status

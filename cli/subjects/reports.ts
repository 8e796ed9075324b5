import type { Output } from '#cli/output/output'
import { oneLine } from '#cli/output/plain'
import { cut, type Column } from '#cli/output/table'
import { columns as auditColumns } from '#cli/subjects/audit'
import { view as commentView } from '#cli/subjects/comments'
import { view as postView } from '#cli/subjects/posts'
import { minute, moment, person, section } from '#cli/subjects/texts'
import { view as userView } from '#cli/subjects/users'

export const path = '/admin/reports'

const SUMMARY_WIDTH = 30

export function nameOf(group: any): string {
  const { reporters_count: count, target_type: type, target_id: targetId, summary } = group
  const reports = count === 1 ? 'the report' : `the ${count} reports`
  const about = summary ? ` (${cut(oneLine(summary), SUMMARY_WIDTH)})` : ''
  return `${reports} on ${type} ${targetId}${about}`
}

export const wouldChange = (group: any, from: string, to: string) =>
  `Nothing was done. This would change:\n  ${nameOf(group)}: ${from} → ${to}\n`

const reasonsOf = (group: { reasons: Record<string, number> }) =>
  Object.entries(group.reasons)
    .map(([reason, count]) => `${reason} ${count}`)
    .join(', ')

export const columns: Column[] = [
  { title: 'Id', text: ({ id }) => id, align: 'right' },
  { title: 'On', text: (group) => `${group.target_type} ${group.target_id}` },
  { title: 'Status', text: ({ status }) => status },
  { title: 'Reasons', text: reasonsOf },
  { title: 'Assignee', text: ({ assignee }) => person(assignee) },
  { title: 'First', text: (group) => minute(group.first_reported_at), isTime: true },
  { title: 'About', text: ({ summary }) => summary, elastic: true },
]

const filedView = (reports: any[], output: Output) =>
  reports
    .map(({ reporter, reason, created_at: time, details }) => {
      const words = output.text(details ?? '').replaceAll(/^(?=.)/gm, '  ')
      return `${person(reporter, 'erased')}, ${output.say(minute(time))}: ${reason}\n${words}`
    })
    .join('')

const targetViews = { post: postView, comment: commentView, user: userView }

/** Whether the target still reads as it did when it was reported. */
const isCurrent = (snapshot: any, target: any, type: string) =>
  type === 'user'
    ? snapshot.author?.username === target?.username &&
      snapshot.title === target?.display_name &&
      snapshot.content === target?.bio
    : snapshot.content === target?.content && snapshot.title === (target?.title ?? null)

const snapshotView = ({ title, content, author, created_at: time }: any, output: Output) => {
  const words = [title, content].filter((part) => part !== null).join('\n\n')
  return `${person(author, 'erased')}, ${output.say(minute(time))}:\n${output.text(words).replaceAll(/^(?=.)/gm, '  ')}`
}

/** What was reported, if the target has changed or is gone. */
const snapshotsView = ({ snapshots, target, target_type: type }: any, output: Output) =>
  snapshots
    .filter((snapshot: any) => !isCurrent(snapshot, target, type))
    .map((snapshot: any) => snapshotView(snapshot, output))
    .join('')

export function view(group: any, output: Output): string {
  const { target, target_type: type, history } = group
  const viewOf = targetViews[type as keyof typeof targetViews]
  return [
    output.pairs([
      ['Id', group.id],
      ['On', `${type} ${group.target_id}`],
      ['Status', group.status],
      ['Reasons', reasonsOf(group)],
      ['Assignee', person(group.assignee, 'none')],
      ['First', moment(group.first_reported_at)],
      ['Last', moment(group.last_reported_at)],
    ]),
    section('Reports', filedView(group.reports, output)),
    section('As it was reported', snapshotsView(group, output)),
    section(`The ${type}`, target ? viewOf(target, output) : 'It is gone.\n'),
    section('History', history.length > 0 ? output.table(history, auditColumns) : ''),
  ].join('')
}

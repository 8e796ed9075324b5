import type { Output } from '#cli/output/output'
import { oneLine } from '#cli/output/plain'
import { cut } from '#cli/output/table'
import { columns as auditColumns } from '#cli/resources/audit'
import { view as commentView } from '#cli/resources/comments'
import { view as mediaView } from '#cli/resources/media'
import { view as postView } from '#cli/resources/posts'
import { columnsOf, detailsOf, type Texts } from '#cli/resources/shape'
import { minute, person, section } from '#cli/resources/texts'
import { view as userView } from '#cli/resources/users'
import { reportGroup } from '#resources/report'

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

const { ReportGroup } = reportGroup.views

const texts: Texts = {
  target_type: (group) => `${group.target_type} ${group.target_id}`,
  reasons: reasonsOf,
}

export const columns = columnsOf(ReportGroup, texts)

const filedView = (reports: any[], output: Output) =>
  reports
    .map(({ reporter, reason, created_at: time, details }) => {
      const words = output.text(details ?? '').replaceAll(/^(?=.)/gm, '  ')
      return `${person(reporter, 'erased')}, ${output.say(minute(time))}: ${reason}\n${words}`
    })
    .join('')

const targetViews = { post: postView, comment: commentView, user: userView, media: mediaView }

/** Whether the target still reads as it did when it was reported. */
const isCurrent = (snapshot: any, target: any, type: string) => {
  const [title, content] = shownIn[type as keyof typeof shownIn]
  const isSame =
    snapshot.content === (target?.[content] ?? null) && snapshot.title === (target?.[title] ?? null)
  const isNamedSo = type !== 'user' || snapshot.author?.username === target?.username
  return Boolean(target) && isSame && isNamedSo
}

/** The members of a target that its copy has as title and content. */
const shownIn = {
  post: ['title', 'content'],
  comment: ['title', 'content'],
  user: ['display_name', 'bio'],
  media: ['alt', 'caption'],
}

const snapshotView = ({ title, content, file, author, created_at: time }: any, output: Output) => {
  const words = [title, content, file && fileLine(file)]
    .filter((part) => part !== null)
    .join('\n\n')
  return `${person(author, 'erased')}, ${output.say(minute(time))}:\n${output.text(words).replaceAll(/^(?=.)/gm, '  ')}`
}

const fileLine = ({ name, content_type: type, bytes, sha256 }: any) =>
  [name, type, `${bytes} bytes`, sha256].filter((fact) => fact !== null).join(', ')

/** The target at the time of the report, if it has changed or is gone. */
const snapshotsView = ({ snapshots, target, target_type: type }: any, output: Output) =>
  snapshots
    .filter((snapshot: any) => !isCurrent(snapshot, target, type))
    .map((snapshot: any) => snapshotView(snapshot, output))
    .join('')

export function view(group: any, output: Output): string {
  const { target, target_type: type, history } = group
  const viewOf = targetViews[type as keyof typeof targetViews]
  return [
    detailsOf(ReportGroup, group, output, {
      ...texts,
      assignee: ({ assignee }) => person(assignee, 'none'),
    }),
    section('Reports', filedView(group.reports, output)),
    section('As it was reported', snapshotsView(group, output)),
    section(`The ${type}`, target ? viewOf(target, output) : 'It is gone.\n'),
    section('History', history.length > 0 ? output.table(history, auditColumns) : ''),
  ].join('')
}

import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  ShowBase,
  Title,
  useNotify,
  useRecordContext,
  useRedirect,
  useRefresh,
  useTranslate,
} from 'react-admin'
import { api, type Schemas } from '../api/client'
import { isProblem } from '../api/problem'
import { ActionDialog } from '../kit/action_dialog'
import { Moment } from '../kit/moment'
import { Person } from '../kit/person'
import { Section } from '../kit/section'
import { useShortcuts } from '../kit/shortcuts'
import { useTask } from '../kit/use_task'
import { UserText } from '../kit/user_text'
import { AuthorFacts } from './author_facts'
import { DecideDialog, type Decision } from './decide_dialog'
import { Reasons } from './reports_list'
import { Thread } from './thread'

type Report = Schemas['ReportGroupDetail']

/** Everything that a decision needs on one screen: what was reported, by whom, and what its author did before. */
export const ReportShow = () => (
  <ShowBase>
    <Page />
  </ShowBase>
)

const Page = () => {
  const report = useRecordContext<Report>()
  const translate = useTranslate()
  // The row of the list comes first: it lacks the reports themselves.
  if (!report?.reports) return null
  const title = translate('resources.reports.title', { id: report.id })
  return (
    <Box sx={{ mt: 2, display: 'grid', gap: 2, gridTemplateColumns: { md: '1fr 340px' } }}>
      <Title title={title} />
      <Stack spacing={2} sx={{ minWidth: 0 }}>
        <Reported report={report} />
        <Reporters report={report} />
      </Stack>
      <Stack spacing={2} sx={{ minWidth: 0 }}>
        <Decisions report={report} />
        <History report={report} />
      </Stack>
    </Box>
  )
}

/** The content as it stood when it was reported, and what became of it. */
const Reported = ({ report }: { report: Report }) => {
  const translate = useTranslate()
  const { snapshots, target, target_type: type, author } = report
  return (
    <Section title={`resources.reports.reported.${report.target_type}`}>
      <Typography color="textSecondary" gutterBottom>
        {translate('resources.reports.by')} <Person of={author} />
      </Typography>
      {type === 'comment' && target && <Thread of={target as Schemas['StaffComment']} />}
      {target === null && <Alert severity="info">{translate('resources.reports.gone')}</Alert>}
      {snapshots.map(({ id, title, content, created_at: at }) => (
        <Box key={id} sx={{ mt: 2 }}>
          <Typography variant="body2" color="textSecondary">
            {translate('resources.reports.as_of')} <Moment at={at} />
          </Typography>
          {title && (
            <Typography sx={{ fontWeight: 600 }}>
              <UserText lines={3}>{title}</UserText>
            </Typography>
          )}
          <UserText>{content}</UserText>
        </Box>
      ))}
    </Section>
  )
}

const Reporters = ({ report }: { report: Report }) => {
  const translate = useTranslate()
  return (
    <Section title="resources.reports.reporters">
      <Reasons of={report.reasons} />
      <Stack component="ul" spacing={1.5} sx={{ pl: 0, mb: 0, listStyle: 'none' }}>
        {report.reports.map(({ id, reporter, reason, details, created_at: at }) => (
          <li key={id}>
            <Typography variant="body2" color="textSecondary">
              <Person of={reporter} /> · {translate(`resources.reports.reason.${reason}`)} ·{' '}
              <Moment at={at} />
            </Typography>
            {details && <UserText>{details}</UserText>}
          </li>
        ))}
      </Stack>
    </Section>
  )
}

/** Of the author: what staff did before. */
const History = ({ report }: { report: Report }) => {
  const translate = useTranslate()
  return (
    <Section title="resources.reports.history">
      {report.author && <AuthorFacts id={report.author.id} />}
      {report.history.length === 0 && (
        <Typography color="textSecondary">{translate('resources.reports.no_history')}</Typography>
      )}
      <Stack component="ul" spacing={1.5} sx={{ pl: 0, m: 0, listStyle: 'none' }}>
        {report.history.map(({ id, action, actor, reason, created_at: at }) => (
          <li key={id}>
            <Typography variant="body2">
              <code>{action}</code> · <Person of={actor} /> · <Moment at={at} />
            </Typography>
            <UserText lines={3}>{reason}</UserText>
          </li>
        ))}
      </Stack>
    </Section>
  )
}

const Decisions = ({ report }: { report: Report }) => {
  const { id, status, assignee, target_type: type, target_id: targetId } = report
  const translate = useTranslate()
  const refresh = useRefresh()
  const goToNext = useNextReport()
  const [decision, decide] = useState<Decision>()
  const [isActing, setActing] = useState(false)
  const { run, isBusy } = useTask()

  const assign = (to: string | null) =>
    run(async () => {
      await api.PATCH('/admin/reports/{id}', { params: { path: { id } }, body: { assignee: to } })
      refresh()
    })
  const isOpen = status === 'open'
  useShortcuts(
    isOpen
      ? [
          { key: 'a', label: 'resources.reports.keys.assign', act: () => void assign('me') },
          { key: 'u', label: 'resources.reports.keys.unassign', act: () => void assign(null) },
          { key: 'm', label: 'resources.reports.keys.act', act: () => setActing(true) },
          { key: 'r', label: 'resources.reports.keys.resolve', act: () => decide('resolved') },
          { key: 'd', label: 'resources.reports.keys.dismiss', act: () => decide('dismissed') },
          { key: 'n', label: 'resources.reports.keys.next_report', act: () => void run(goToNext) },
        ]
      : [{ key: 'n', label: 'resources.reports.keys.next_report', act: () => void run(goToNext) }]
  )
  return (
    <Section title="resources.reports.decision">
      <Typography gutterBottom>
        {translate(`resources.reports.status.${status}`)}
        {assignee && (
          <>
            {' · '}
            <Person of={assignee} />
          </>
        )}
      </Typography>
      {isOpen && (
        <Stack spacing={1}>
          <Button variant="contained" disabled={isBusy} onClick={() => setActing(true)}>
            {translate('resources.reports.act')}
          </Button>
          <Button variant="outlined" disabled={isBusy} onClick={() => decide('resolved')}>
            {translate('resources.reports.resolve')}
          </Button>
          <Button variant="outlined" disabled={isBusy} onClick={() => decide('dismissed')}>
            {translate('resources.reports.dismiss')}
          </Button>
          <Button disabled={isBusy} onClick={() => void assign(assignee ? null : 'me')}>
            {translate(`resources.reports.${assignee ? 'unassign' : 'assign'}`)}
          </Button>
        </Stack>
      )}
      <Button disabled={isBusy} fullWidth onClick={() => void run(goToNext)} sx={{ mt: 1 }}>
        {translate('resources.reports.next')}
      </Button>
      {decision && (
        <DecideDialog
          ids={[id]}
          decision={decision}
          close={() => decide(undefined)}
          done={goToNext}
        />
      )}
      {isActing && (
        <ActionDialog
          target={{ type, id: targetId }}
          reportId={id}
          close={() => setActing(false)}
          done={goToNext}
        />
      )}
    </Section>
  )
}

/** Opens the report that waits next for this moderator, or the queue if none does. */
function useNextReport() {
  const redirect = useRedirect()
  const notify = useNotify()
  const queryClient = useQueryClient()
  return async (): Promise<void> => {
    try {
      const { data } = await api.GET('/admin/reports/next')
      const id = String(data!.id)
      // It is shown without another request.
      queryClient.setQueryData(['reports', 'getOne', { id, meta: undefined }], data)
      redirect(`/reports/${id}/show`)
    } catch (error) {
      if (!isProblem(error, 'not_found')) throw error
      notify('resources.reports.none_left')
      redirect('/reports')
    }
  }
}

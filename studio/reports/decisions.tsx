import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import { useRefresh, useTranslate } from 'react-admin'
import { api } from '../api/client'
import { ActionDialog } from '../kit/action_dialog'
import { Person } from '../kit/person'
import { Section } from '../kit/section'
import { useShortcuts } from '../kit/shortcuts'
import { useTask } from '../kit/use_task'
import { DecideDialog, type Decision } from './decide_dialog'
import type { Report } from './report'
import { useNextReport } from './use_next_report'

/** What is decided about a report, by buttons and keys. */
export const Decisions = ({ report }: { report: Report }) => {
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

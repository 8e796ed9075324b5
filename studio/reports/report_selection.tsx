import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import { useState } from 'react'
import { useListContext, useNotify, useRefresh, useTranslate } from 'react-admin'
import { api, type Schemas } from '../api/client'
import { BulkDialog, isForMany } from '../kit/bulk/bulk_dialog'
import { sendWithRetries } from '../kit/bulk/send_with_retries'
import type { Target } from '../kit/bulk/use_bulk'
import { focusedRow } from '../kit/list/row_focus'
import { rowKeys } from '../kit/list/row_keys'
import { SelectionBar } from '../kit/list/selection_bar'
import { useSelection } from '../kit/list/use_selection'
import { useShortcuts } from '../kit/shortcuts'
import { useActions, type TargetType } from '../kit/use_actions'
import { useTask } from '../kit/use_task'
import { DecideDialog, type Decision } from './decide_dialog'

type ReportGroup = Schemas['ReportGroup']

/** Decides on the selected reports, or on the row that has the focus; acts on what they are about. */
export const ReportSelection = () => {
  const translate = useTranslate()
  const notify = useNotify()
  const refresh = useRefresh()
  const { data = [], onToggleItem } = useListContext<ReportGroup>()
  const selection = useSelection()
  const selected = selection.records as ReportGroup[]
  const [decision, decide] = useState<Decision>()
  const [acting, act] = useState<{ type: TargetType; targets: Target[] }>()
  const [pause, onPause] = useState<number>()
  const { run } = useTask()
  const type = selected[0]?.target_type ?? data.find(({ id }) => id === focusedRow())?.target_type
  const mayAct = useActions(type).some(isForMany)

  const chosen = () =>
    selected.length > 0 ? selected : data.filter(({ id }) => id === focusedRow())
  const assign = (assignee: string | null) =>
    run(async () => {
      for (const { id } of chosen()) {
        const body = { assignee }
        const send = () => api.PATCH('/admin/reports/{id}', { params: { path: { id } }, body })
        await sendWithRetries(send, onPause)
      }
      refresh()
    })
  const actOnTargets = () => {
    const reports = chosen()
    const [first] = reports
    if (!first) return
    if (reports.some((one) => one.target_type !== first.target_type)) {
      return notify('resources.reports.one_kind', { type: 'warning' })
    }
    const targets = reports.map((one) => ({ id: one.target_id, name: nameOf(one) }))
    act({ type: first.target_type, targets })
  }
  const nameOf = ({ id, summary }: ReportGroup) => summary ?? String(id)
  const done = () => {
    selection.unselectAll()
    refresh()
  }
  const toggle = () => {
    const id = focusedRow()
    if (id !== undefined) onToggleItem(id)
  }
  useShortcuts([
    ...rowKeys,
    { key: 'x', label: 'plaza.list.keys.select', act: toggle },
    { key: 'a', label: 'resources.reports.keys.assign', act: () => void assign('me') },
    { key: 'u', label: 'resources.reports.keys.unassign', act: () => void assign(null) },
    { key: 'r', label: 'resources.reports.keys.resolve', act: () => decide('resolved') },
    { key: 'd', label: 'resources.reports.keys.dismiss', act: () => decide('dismissed') },
    { key: 'm', label: 'resources.reports.keys.act', act: actOnTargets },
  ])
  return (
    <>
      {pause !== undefined && (
        <Alert severity="info">{translate('plaza.bulk.busy', { seconds: pause })}</Alert>
      )}
      <SelectionBar count={selected.length} unselect={selection.unselectAll}>
        <Button onClick={() => decide('resolved')}>{translate('resources.reports.resolve')}</Button>
        <Button onClick={() => decide('dismissed')}>
          {translate('resources.reports.dismiss')}
        </Button>
        {mayAct && (
          <Button onClick={actOnTargets}>{translate('resources.reports.act_on_targets')}</Button>
        )}
      </SelectionBar>
      {decision && (
        <DecideDialog
          ids={chosen().map(({ id }) => id)}
          decision={decision}
          close={() => decide(undefined)}
          done={done}
        />
      )}
      {acting && <BulkDialog {...acting} close={() => act(undefined)} done={done} />}
    </>
  )
}

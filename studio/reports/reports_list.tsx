import { SelectInput, useTranslate } from 'react-admin'
import type { Schemas } from '../api/client'
import { LeadLink } from '../kit/list/lead_link'
import { RecordList } from '../kit/list/record_list'
import { Person } from '../kit/person'
import { ReportSelection } from './report_selection'

type ReportGroup = Schemas['ReportGroup']

const shown = ['summary', 'target_type', 'author', 'reasons', 'assignee', 'first_reported_at']

const renders = {
  summary: (report: ReportGroup) => <Summary of={report} />,
  reasons: ({ reasons }: ReportGroup) => <Reasons of={reasons} />,
  assignee: ({ assignee }: ReportGroup) => (assignee ? <Person of={assignee} /> : '–'),
}

const assignees = ['me', 'none'].map((id) => ({ id, name: `resources.reports.assignees.${id}` }))

const filters = {
  alwaysOn: ['assignee', 'target_type'],
  without: ['status'],
  own: {
    assignee: (
      <SelectInput
        key="assignee"
        source="assignee"
        choices={assignees}
        emptyText="plaza.list.any"
        alwaysOn
      />
    ),
  },
}

const tabs = { by: 'status', usual: 'open' }

const open = { status: 'open' }

/** The queue, the oldest report first. */
export const ReportsList = () => (
  <RecordList
    list="reports"
    shown={shown}
    renders={renders}
    needs={['summary', 'target_type', 'target_id']}
    sort={{ field: 'first_reported_at', order: 'ASC' }}
    filter={open}
    filters={filters}
    tabs={tabs}
    selection={<ReportSelection />}
  />
)

const Summary = ({ of: { id, summary } }: { of: ReportGroup }) => {
  const translate = useTranslate()
  return (
    <LeadLink id={id} to={`/reports/${id}/show`}>
      {summary ?? translate('resources.reports.gone')}
    </LeadLink>
  )
}

/** As in "2 × spam, 1 × abuse". */
export const Reasons = ({ of }: { of: ReportGroup['reasons'] }) => {
  const translate = useTranslate()
  const told = Object.entries(of).map(
    ([reason, count]) => `${count} × ${translate(`resources.reports.reason.${reason}`)}`
  )
  return <>{told.join(', ')}</>
}

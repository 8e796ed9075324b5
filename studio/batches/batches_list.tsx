import type { Schemas } from '../api/client'
import { LeadLink } from '../kit/list/lead_link'
import { RecordList } from '../kit/list/record_list'

type Batch = Schemas['Batch']

const shown = [
  'action',
  'reason',
  'actor',
  'state',
  'targets_count',
  'done_count',
  'failed_count',
  'created_at',
]

const renders = {
  action: ({ id, action }: Batch) => (
    <LeadLink id={id} to={`/batches/${id}/show`}>
      {action}
    </LeadLink>
  ),
}

const filters = { alwaysOn: ['actor'], without: ['state'] }

const tabs = { by: 'state' }

/** Actions of staff on many targets, those from the command line too, the last first. */
export const BatchesList = () => (
  <RecordList
    list="batches"
    shown={shown}
    renders={renders}
    sort={{ field: 'created_at', order: 'DESC' }}
    filters={filters}
    tabs={tabs}
  />
)

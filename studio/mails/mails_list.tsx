import { useTranslate } from 'react-admin'
import type { Schemas } from '../api/client'
import { LeadLink } from '../kit/list/lead_link'
import { RecordList } from '../kit/list/record_list'

type Mail = Schemas['Mail']

const shown = ['kind', 'state', 'failures', 'failure', 'due_at', 'created_at']

const Kind = ({ id, kind }: Mail) => {
  const translate = useTranslate()
  return (
    <LeadLink id={id} to={`/mails/${id}/show`}>
      {translate(`resources.mails.kind.${kind}`, { _: kind })}
    </LeadLink>
  )
}

const renders = { kind: (mail: Mail) => <Kind {...mail} /> }

const filters = { alwaysOn: ['kind'], without: ['state'] }

const tabs = { by: 'state', first: ['failed', 'retry', 'created'] }

/** The outbox, and what was sent in the last days. */
export const MailsList = () => (
  <RecordList
    list="mails"
    shown={shown}
    renders={renders}
    sort={{ field: 'created_at', order: 'DESC' }}
    filters={filters}
    tabs={tabs}
  />
)

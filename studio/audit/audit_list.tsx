import Button from '@mui/material/Button'
import { useNotify, useTranslate } from 'react-admin'
import { api, type Schemas } from '../api/client'
import { Changes } from '../kit/changes'
import { RecordList } from '../kit/list/record_list'
import { useTask } from '../kit/use_task'

type Entry = Schemas['AuditEntry'] & { id: number }

const shown = ['created_at', 'actor', 'action', 'target_type', 'reason', 'before']

const renders = {
  target_type: ({ target_type: type, target_id: id }: Entry) => `${type} ${id}`,
  before: (entry: Entry) => <Changes {...entry} />,
}

const filters = { alwaysOn: ['actor', 'subject', 'action'] }

/** What staff did, the last first. */
export const AuditList = () => (
  <RecordList
    list="audit"
    shown={shown}
    renders={renders}
    needs={['target_id', 'before', 'after']}
    sort={{ field: 'created_at', order: 'DESC' }}
    filters={filters}
    tools={<VerifyButton />}
  />
)

const VerifyButton = () => {
  const translate = useTranslate()
  const notify = useNotify()
  const { run, isBusy } = useTask()
  const verify = () =>
    run(async () => {
      const { data } = await api.GET('/admin/audit/verify')
      const isValid = data!.ok
      notify(`resources.audit.${isValid ? 'valid' : 'broken'}`, {
        type: isValid ? 'success' : 'error',
      })
    })
  return (
    <Button size="small" disabled={isBusy} onClick={() => void verify()}>
      {translate('resources.audit.verify')}
    </Button>
  )
}

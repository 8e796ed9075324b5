import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import Stack from '@mui/material/Stack'
import { useId, useState } from 'react'
import { Title, usePermissions, useRedirect, useTranslate } from 'react-admin'
import { Link, useParams } from 'react-router'
import { api } from '../api/client'
import type { Permission } from '../api/permission'
import { BatchProgress } from '../kit/bulk/batch_progress'
import { pauseOf } from '../kit/bulk/send_with_retries'
import { UndoForm } from '../kit/bulk/undo_form'
import { isUnfinished, useBatch, type Batch } from '../kit/bulk/use_batch'
import { Section } from '../kit/section'
import { useActions, type TargetType } from '../kit/use_actions'
import { useTask } from '../kit/use_task'
import { BatchFacts } from './batch_facts'

/** One batch: what it does, how far it is, and its undo. */
export const BatchShow = () => {
  const id = useParams().id!
  const { batch, error, reread } = useBatch(id)
  if (error && !batch && pauseOf(error) === undefined) {
    return <Alert severity="error">{error.message}</Alert>
  }
  return batch ? <Page key={id} batch={batch} reread={reread} /> : null
}

const Page = ({ batch, reread }: { batch: Batch; reread: () => Promise<void> }) => {
  const translate = useTranslate()
  const { permissions = [] } = usePermissions<Permission[]>()
  const entries = encodeURIComponent(JSON.stringify({ batch_id: batch.id }))
  return (
    <Stack spacing={2} sx={{ mt: 2 }}>
      <Title title={translate('resources.batches.title', { action: batch.action })} />
      <Section title="resources.batches.what">
        <BatchFacts batch={batch} />
      </Section>
      <Section title="resources.batches.progress">
        <BatchProgress batch={batch} />
        <Acts batch={batch} reread={reread} />
      </Section>
      {permissions.includes('audit.read') && (
        <Link to={`/audit?filter=${entries}`} style={{ color: 'inherit' }}>
          {translate('resources.batches.entries')}
        </Link>
      )}
    </Stack>
  )
}

const Acts = ({ batch, reread }: { batch: Batch; reread: () => Promise<void> }) => {
  const translate = useTranslate()
  const redirect = useRedirect()
  const titleId = useId()
  const [isUndoing, undo] = useState(false)
  const [pause, onPause] = useState<number>()
  const { run, isBusy } = useTask()
  const { id, action, undoes, undone_by: undoneBy, done_count: done } = batch
  const known = useActions(action.split('.')[0] as TargetType).find(({ name }) => name === action)
  const mayUndo = known?.inverse && !undoes && !undoneBy && done > 0 && batch.state !== 'running'
  const cancel = () =>
    run(async () => {
      await api.POST('/admin/batches/{id}/cancel', { params: { path: { id } } })
      await reread()
    })
  return (
    <Stack direction="row" spacing={1} sx={{ mt: 1 }}>
      {known && isUnfinished(batch) && (
        <Button variant="outlined" disabled={isBusy} onClick={() => void cancel()}>
          {translate('plaza.bulk.cancel')}
        </Button>
      )}
      {mayUndo && (
        <Button variant="outlined" onClick={() => undo(true)}>
          {translate('plaza.bulk.undo')}
        </Button>
      )}
      {isUndoing && (
        <Dialog open onClose={() => undo(false)} fullWidth maxWidth="sm" aria-labelledby={titleId}>
          {pause !== undefined && (
            <Alert severity="info">{translate('plaza.bulk.busy', { seconds: pause })}</Alert>
          )}
          <UndoForm
            batch={batch}
            titleId={titleId}
            onPause={onPause}
            close={() => undo(false)}
            done={(made) => {
              void reread()
              redirect('show', 'batches', made.id)
            }}
          />
        </Dialog>
      )}
    </Stack>
  )
}

import Button from '@mui/material/Button'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import { useTranslate } from 'react-admin'
import { Link } from 'react-router'
import { api } from '../../api/client'
import { useTask } from '../use_task'
import { BatchProgress } from './batch_progress'
import { isUnfinished, useBatch, type Batch } from './use_batch'

interface Props {
  /** As it was at first. */
  batch: Batch
  /** What it does. */
  title: string
  titleId: string
  nameOf: (id: number) => string
  /** Absent if it can't be undone. */
  undo?: (batch: Batch) => void
  close: () => void
}

/** What a batch did, or how far it is. */
export const BulkResult = ({ batch: first, title, titleId, nameOf, undo, close }: Props) => {
  const translate = useTranslate()
  const { run, isBusy } = useTask()
  const { batch = first, reread } = useBatch(first.id)
  const cancel = () =>
    run(async () => {
      await api.POST('/admin/batches/{id}/cancel', { params: { path: { id: batch.id } } })
      await reread()
    })
  return (
    <>
      <DialogTitle id={titleId}>{title}</DialogTitle>
      <DialogContent>
        <BatchProgress batch={batch} nameOf={nameOf} />
        <Link to={`/batches/${batch.id}/show`} onClick={close} style={{ color: 'inherit' }}>
          {translate('plaza.bulk.show')}
        </Link>
      </DialogContent>
      <DialogActions>
        {isUnfinished(batch) && (
          <Button disabled={isBusy} onClick={() => void cancel()}>
            {translate('plaza.bulk.cancel')}
          </Button>
        )}
        {undo && !isUnfinished(batch) && batch.done_count > 0 && (
          <Button onClick={() => undo(batch)}>{translate('plaza.bulk.undo')}</Button>
        )}
        <Button variant="contained" autoFocus onClick={close}>
          {translate('ra.action.close')}
        </Button>
      </DialogActions>
    </>
  )
}

import { useTranslate } from 'react-admin'
import { api } from '../../api/client'
import { DialogForm } from '../form_dialog'
import { ReasonInput } from '../reason_input'
import { sendWithRetries } from './send_with_retries'
import type { Batch } from './use_batch'

interface Props {
  batch: Batch
  titleId: string
  onPause: (seconds: number | undefined) => void
  close: () => void
  /** @param undo the batch that takes it back */
  done: (undo: Batch) => void
}

/** Takes a batch back, as a batch of its own. */
export const UndoForm = ({ batch, titleId, onPause, close, done }: Props) => {
  const translate = useTranslate()
  const params = { path: { id: batch.id } }
  const act = async (body: { reason: string }) => {
    const send = () => api.POST('/admin/batches/{id}/undo', { params, body })
    const { data } = await sendWithRetries(send, onPause)
    done(data!.batch as Batch)
  }
  return (
    <DialogForm<{ reason: string }>
      title={translate('plaza.bulk.undo_title', { smart_count: batch.done_count })}
      titleId={titleId}
      submit="plaza.bulk.undo_submit"
      act={act}
      close={close}
      done={() => undefined}
    >
      <ReasonInput />
    </DialogForm>
  )
}

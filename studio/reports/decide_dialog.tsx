import Alert from '@mui/material/Alert'
import { useState } from 'react'
import { useNotify, useTranslate } from 'react-admin'
import { api } from '../api/client'
import { sendWithRetries } from '../kit/bulk/send_with_retries'
import { FormDialog } from '../kit/form_dialog'
import { ReasonInput } from '../kit/reason_input'

export type Decision = 'resolved' | 'dismissed'

interface Props {
  ids: number[]
  decision: Decision
  close: () => void
  /** Awaited before the dialog closes, so that no key reaches the report that was decided. */
  done: () => void | Promise<void>
}

/** Resolves or dismisses reports, all with one reason. */
export const DecideDialog = ({ ids, decision, close, done }: Props) => {
  const translate = useTranslate()
  const notify = useNotify()
  const [pause, onPause] = useState<number>()
  const act = async ({ reason }: { reason: string }) => {
    for (const id of ids) {
      const body = { status: decision, reason }
      const send = () => api.PATCH('/admin/reports/{id}', { params: { path: { id } }, body })
      await sendWithRetries(send, onPause)
    }
    notify(`resources.reports.${decision}`, {
      type: 'success',
      messageArgs: { smart_count: ids.length },
    })
    await done()
  }
  return (
    <FormDialog<{ reason: string }>
      title={translate(`resources.reports.decide.${decision}`, { smart_count: ids.length })}
      submit={`resources.reports.decide.${decision}_submit`}
      act={act}
      close={close}
    >
      {pause !== undefined && (
        <Alert severity="info">{translate('plaza.bulk.busy', { seconds: pause })}</Alert>
      )}
      <ReasonInput />
    </FormDialog>
  )
}

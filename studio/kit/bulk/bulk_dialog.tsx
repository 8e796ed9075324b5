import Alert from '@mui/material/Alert'
import Dialog from '@mui/material/Dialog'
import { useId } from 'react'
import { useTranslate } from 'react-admin'
import { useActionText } from '../use_action_text'
import { useActions, type StaffAction, type TargetType } from '../use_actions'
import { BulkForm } from './bulk_form'
import { BulkPreview } from './bulk_preview'
import { BulkResult } from './bulk_result'
import { UndoForm } from './undo_form'
import { useBulk, type Target } from './use_bulk'

interface Props {
  type: TargetType
  /** Just these, whatever the list shows meanwhile. */
  targets: Target[]
  close: () => void
  /** Called when the dialog closes after something was done. */
  done: () => void
}

/** Those that take only a reason and a term, and never erase. */
export const isForMany = ({ name, takes }: StaffAction) =>
  name !== 'user.erase' && takes.every((one) => one === 'until')

/** One action on many, with a preview, progress and one undo. */
export const BulkDialog = ({ type, targets, close, done }: Props) => {
  const titleId = useId()
  const translate = useTranslate()
  const textOf = useActionText()
  const actions = useActions(type).filter(isForMany)
  const known = (name?: string) => actions.find((one) => one.name === name)
  const takesUntil = (name: string) => known(name)?.takes.includes('until') ?? false
  const bulk = useBulk({ targets, takesUntil })
  const { step, order, pause, setStep } = bulk
  const names = new Map(targets.map(({ id, name }) => [id, name]))
  const nameOf = (id: number) => names.get(id) ?? String(id)
  const ordered = known(order?.action)
  const title = ordered ? textOf(ordered) : ''

  const end = () => {
    close()
    if (step.name === 'result' || step.name === 'undo') done()
  }
  return (
    <Dialog open onClose={end} fullWidth maxWidth="sm" aria-labelledby={titleId}>
      {pause !== undefined && (
        <Alert severity="info">{translate('plaza.bulk.busy', { seconds: pause })}</Alert>
      )}
      {step.name === 'form' && (
        <BulkForm
          {...bulk}
          actions={actions}
          count={targets.length}
          titleId={titleId}
          close={close}
        />
      )}
      {step.name === 'preview' && (
        <BulkPreview
          {...bulk}
          {...{ titleId, nameOf, close }}
          action={title}
          outcome={step.outcome}
        />
      )}
      {step.name === 'result' && (
        <BulkResult
          key={step.batch.id}
          {...{ title, titleId, nameOf }}
          batch={step.batch}
          undo={
            known(step.batch.action)?.inverse && !step.batch.undoes
              ? (batch) => setStep({ name: 'undo', batch })
              : undefined
          }
          close={end}
        />
      )}
      {step.name === 'undo' && (
        <UndoForm
          titleId={titleId}
          batch={step.batch}
          onPause={bulk.onPause}
          close={() => setStep({ name: 'result', batch: step.batch })}
          done={(batch) => setStep({ name: 'result', batch })}
        />
      )}
    </Dialog>
  )
}

import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import { useId, type ReactNode } from 'react'
import { Form, SaveButton, useTranslate } from 'react-admin'
import { useTask } from './use_task'

/** Else a form on the page of a record would begin with that record. */
const blank = {}

interface Props<Values> {
  title: string
  /** The label of the button that submits. */
  submit: string
  children: ReactNode
  defaultValues?: Partial<Values>
  /** The write. The dialog stays open if it fails. */
  act: (values: Values) => Promise<unknown>
  close: () => void
}

/** An error of no field would keep the form from being sent again. One of an item belongs to its whole field. */
function ofFields(errors: Record<string, string>, values: object) {
  const known = new Map<string, unknown>(Object.entries(values))
  const entries = Object.entries(errors).flatMap(([name, text]) => {
    const [field] = name.split('.')
    if (!known.has(field)) return []
    return [[typeof known.get(field) === 'object' ? name : field, text]]
  })
  return Object.fromEntries(entries) as Record<string, string>
}

/** A dialog with a form for one write. */
export function FormDialog<Values extends object>(props: Props<Values>) {
  const id = useId()
  return (
    <Dialog open onClose={props.close} fullWidth maxWidth="sm" aria-labelledby={id}>
      <DialogForm {...props} titleId={id} done={props.close} />
    </Dialog>
  )
}

interface FormProps<Values> extends Props<Values> {
  /** The dialog is labelled by it. */
  titleId: string
  done: () => void
}

/** What stands in a dialog: a form for one write. */
export function DialogForm<Values extends object>(props: FormProps<Values>) {
  const { title, titleId, submit, children, defaultValues, act, close, done } = props
  const translate = useTranslate()
  const { run, isBusy } = useTask()
  const save = async (values: object) => {
    const errors = await run(() => act(values as Values))
    if (errors) return ofFields(errors, values)
    done()
    return undefined
  }
  return (
    <Form record={blank} onSubmit={save} defaultValues={defaultValues} sanitizeEmptyValues>
      <DialogTitle id={titleId}>{title}</DialogTitle>
      <DialogContent>{children}</DialogContent>
      <DialogActions>
        <Button onClick={close}>{translate('ra.action.cancel')}</Button>
        <SaveButton label={submit} icon={<></>} alwaysEnable disabled={isBusy} />
      </DialogActions>
    </Form>
  )
}

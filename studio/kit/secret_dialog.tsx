import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useId } from 'react'
import { useNotify, useTranslate } from 'react-admin'

interface Props {
  title: string
  label: string
  value: string
  text?: string
  /** What ends the dialog. */
  done?: string
  close: () => void
}

/** The only time that a secret is seen. */
export const SecretDialog = ({
  title,
  label,
  value,
  text = 'plaza.shown_once',
  done = 'ra.action.close',
  close,
}: Props) => {
  const id = useId()
  const translate = useTranslate()
  const notify = useNotify()
  const copy = async () => {
    await navigator.clipboard.writeText(value)
    notify('plaza.copied', { type: 'success' })
  }
  return (
    <Dialog open fullWidth maxWidth="sm" aria-labelledby={id}>
      <DialogTitle id={id}>{translate(title)}</DialogTitle>
      <DialogContent>
        <Typography gutterBottom>{translate(text)}</Typography>
        <TextField
          label={translate(label)}
          value={value}
          slotProps={{ htmlInput: { readOnly: true, spellCheck: false } }}
          onFocus={({ target }) => target.select()}
          multiline
          fullWidth
        />
      </DialogContent>
      <DialogActions>
        <Button onClick={() => void copy()}>{translate('plaza.copy')}</Button>
        <Button onClick={close} variant="contained">
          {translate(done)}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useId, useState } from 'react'
import { Confirm, useNotify, useTranslate } from 'react-admin'
import { api } from '../api/client'
import { useTask } from '../kit/use_task'

/** The only time that the codes are seen. */
export const RecoveryCodes = ({ codes, close }: { codes: string[]; close: () => void }) => {
  const id = useId()
  const notify = useNotify()
  const translate = useTranslate()
  const text = (name: string) => translate(`resources.account.factors.${name}`)
  const list = codes.join('\n')
  const copy = async () => {
    await navigator.clipboard.writeText(list)
    notify('resources.account.factors.copied', { type: 'success' })
  }
  return (
    <Dialog open fullWidth maxWidth="sm" aria-labelledby={id}>
      <DialogTitle id={id}>{text('codes_title')}</DialogTitle>
      <DialogContent>
        <Typography sx={{ mb: 2 }}>{text('keep')}</Typography>
        <TextField
          label={translate('resources.account.factors.codes_title')}
          value={list}
          slotProps={{ htmlInput: { readOnly: true, spellCheck: false } }}
          onFocus={({ target }) => target.select()}
          multiline
          fullWidth
        />
      </DialogContent>
      <DialogActions>
        <Button onClick={() => void copy()}>{text('copy')}</Button>
        <Button onClick={close} variant="contained">
          {text('kept')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

interface CodesProps {
  left: number
  show: (codes: string[]) => void
  changed: () => Promise<void>
}

/** How many are left, and new ones. */
export const Codes = ({ left, show, changed }: CodesProps) => {
  const translate = useTranslate()
  const { run, isBusy } = useTask()
  const [isAsking, ask] = useState(false)
  const renew = () =>
    run(async () => {
      ask(false)
      show((await api.POST('/users/me/recovery-codes')).data!.recovery_codes)
      await changed()
    })
  return (
    <>
      <Typography sx={{ mt: 2 }} gutterBottom>
        {translate('resources.account.factors.codes_left', { smart_count: left })}
      </Typography>
      <Button variant="outlined" disabled={isBusy} onClick={() => ask(true)}>
        {translate('resources.account.factors.new_codes')}
      </Button>
      <Confirm
        isOpen={isAsking}
        title="resources.account.factors.new_codes"
        content="resources.account.factors.new_codes_sure"
        onConfirm={() => void renew()}
        onClose={() => ask(false)}
      />
    </>
  )
}

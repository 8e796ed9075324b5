import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import { Confirm, useTranslate } from 'react-admin'
import { api } from '../api/client'
import { SecretDialog } from '../kit/secret_dialog'
import { useTask } from '../kit/use_task'

export const RecoveryCodes = ({ codes, close }: { codes: string[]; close: () => void }) => (
  <SecretDialog
    title="resources.account.factors.codes_title"
    label="resources.account.factors.codes_title"
    value={codes.join('\n')}
    text="resources.account.factors.keep"
    done="resources.account.factors.kept"
    close={close}
  />
)

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

import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { PasswordInput, required, useTranslate } from 'react-admin'
import { useNavigate } from 'react-router'
import { api } from '../api/client'
import { askPasskey, hasPasskeys } from '../api/passkeys'
import { keep } from '../api/session'
import type { paths } from '../api/schema'
import { factorNeeded } from '../api/signal'
import { confirmSignInBy } from '../api/step_up'
import { CodeInput } from './code_input'
import { FormDialog } from './form_dialog'
import { useTask } from './use_task'

type Body = paths['/sessions/current/step-up']['post']['requestBody']['content']['application/json']
type Answer = (isConfirmed: boolean) => void

/** Asks who the user is before what gives rights, and for a second factor where the account needs one. */
export const SignInGuard = () => {
  const navigate = useNavigate()
  const [answer, ask] = useState<Answer>()
  useEffect(() => confirmSignInBy(() => new Promise<boolean>((resolve) => ask(() => resolve))), [])
  useEffect(() => factorNeeded.listen(() => void navigate('/account')), [navigate])
  if (!answer) return null
  const close = (isConfirmed: boolean) => {
    answer(isConfirmed)
    ask(undefined)
  }
  return <StepUp close={close} />
}

const StepUp = ({ close }: { close: Answer }) => {
  const translate = useTranslate()
  const { run, isBusy } = useTask()
  const { data: factors } = useQuery({
    queryKey: ['second factors'],
    queryFn: async () => (await api.GET('/users/me/second-factors')).data!,
  })
  if (!factors) return null
  const confirm = async (body: Body) => {
    const { data } = await api.POST('/sessions/current/step-up', { body })
    keep(data)
    close(true)
  }
  return (
    <FormDialog
      title={translate('plaza.step_up.title')}
      submit="plaza.step_up.submit"
      act={confirm}
      close={() => close(false)}
    >
      <Typography gutterBottom>{translate('plaza.step_up.why')}</Typography>
      <PasswordInput
        source="password"
        label="ra.auth.password"
        validate={required()}
        autoComplete="current-password"
        autoFocus
        fullWidth
      />
      {factors.totp && <CodeInput hasFocus={false} />}
      {factors.passkeys > 0 && hasPasskeys() && (
        <Button
          disabled={isBusy}
          onClick={() => void run(async () => confirm({ passkey: await askPasskey() }))}
        >
          {translate('plaza.passkey.confirm')}
        </Button>
      )}
    </FormDialog>
  )
}

import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import { useState } from 'react'
import { Form, SaveButton, useTranslate } from 'react-admin'
import { CodeInput } from './code_input'

interface Props {
  /** What can prove it. */
  methods: string[]
  submit: (proof: object) => Promise<void>
  back: () => void
}

/** Asks for a code of the authenticator app, or for a recovery code. */
export const FactorForm = ({ methods, submit, back }: Props) => {
  const translate = useTranslate()
  const hasApp = methods.includes('code')
  const [isRecovery, recover] = useState(!hasApp)
  const source = isRecovery ? 'recovery_code' : 'code'
  return (
    <Form key={source} onSubmit={submit} noValidate>
      <CodeInput source={source} />
      <SaveButton label="ra.auth.sign_in" icon={<></>} fullWidth alwaysEnable sx={{ mt: 1 }} />
      <Stack direction="row" sx={{ mt: 1, justifyContent: 'space-between' }}>
        {hasApp && (
          <Button size="small" onClick={() => recover(!isRecovery)}>
            {translate(`plaza.login.${isRecovery ? 'use_app' : 'use_recovery'}`)}
          </Button>
        )}
        <Button size="small" onClick={back}>
          {translate('plaza.login.back')}
        </Button>
      </Stack>
    </Form>
  )
}

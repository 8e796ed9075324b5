import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import { Form, PasswordInput, SaveButton, required, useTranslate } from 'react-admin'
import { CodeInput } from './code_input'

interface Props {
  /** Tells whether a code is missing. */
  submit: (proof: object) => Promise<boolean>
  back: () => void
}

/** Asks for the password of the account that has the e-mail of a new identity, and for a code if it needs one. */
export const LinkForm = ({ submit, back }: Props) => {
  const translate = useTranslate()
  const [needsCode, askCode] = useState(false)
  const attempt = async (proof: object) => {
    if (await submit(proof)) askCode(true)
  }
  return (
    <Form onSubmit={attempt} noValidate>
      <Typography sx={{ mb: 1 }}>{translate('plaza.login.link_why')}</Typography>
      <PasswordInput
        source="password"
        label="ra.auth.password"
        validate={required()}
        autoComplete="current-password"
        autoFocus
        fullWidth
      />
      {needsCode && <CodeInput />}
      <SaveButton label="plaza.login.link" icon={<></>} fullWidth alwaysEnable sx={{ mt: 1 }} />
      <Button size="small" onClick={back} sx={{ mt: 1 }}>
        {translate('plaza.login.back')}
      </Button>
    </Form>
  )
}

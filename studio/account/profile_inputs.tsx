import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import { useEffect } from 'react'
import { email, maxLength, PasswordInput, required, TextInput, useTranslate } from 'react-admin'
import { useFormContext, useWatch } from 'react-hook-form'
import type { Schemas } from '../api/client'

type Own = Schemas['OwnUser']

interface Props {
  of: Own
  /** Withdraws the new e-mail that waits. */
  withdraw: () => void
  isBusy: boolean
}

export const ProfileInputs = ({ of, ...waiting }: Props) => (
  <>
    <TextInput
      source="username"
      label="resources.account.fields.username"
      helperText="resources.account.username_help"
      validate={required()}
      autoComplete="username"
      fullWidth
    />
    <TextInput
      source="display_name"
      label="resources.account.fields.display_name"
      validate={maxLength(50)}
      autoComplete="name"
      slotProps={{ htmlInput: { dir: 'auto' } }}
      fullWidth
    />
    <TextInput
      source="bio"
      label="resources.account.fields.bio"
      validate={maxLength(500)}
      slotProps={{ htmlInput: { dir: 'auto' } }}
      multiline
      minRows={2}
      fullWidth
    />
    <TextInput
      source="email"
      label="resources.account.fields.email"
      helperText="resources.account.email_help"
      validate={[required(), email()]}
      autoComplete="email"
      fullWidth
    />
    <Waiting of={of} {...waiting} />
    <Proof present={of.email} />
  </>
)

/** A new e-mail that its owner has not confirmed yet. */
const Waiting = ({ of, withdraw, isBusy }: Props) => {
  const { email: present, new_email: waits } = of
  const translate = useTranslate()
  const { setValue } = useFormContext()
  useEffect(() => {
    if (!waits) return
    setValue('email', present)
    setValue('current_password', undefined)
  }, [present, waits, setValue])
  if (!waits) return null
  return (
    <Alert
      severity="info"
      sx={{ mb: 2, overflowWrap: 'anywhere' }}
      action={
        <Button
          color="inherit"
          size="small"
          disabled={isBusy}
          onClick={withdraw}
          sx={{ whiteSpace: 'nowrap' }}
        >
          {translate('resources.account.withdraw_email')}
        </Button>
      }
    >
      {translate('resources.account.email_waits', { email: waits })}
    </Alert>
  )
}

/** Asked for with a new e-mail alone. */
const Proof = ({ present }: { present: Own['email'] }) => {
  const typed = useWatch({ name: 'email' })
  if (typed === present) return null
  return (
    <PasswordInput
      source="current_password"
      label="resources.account.fields.current_password"
      validate={required()}
      autoComplete="current-password"
      fullWidth
    />
  )
}

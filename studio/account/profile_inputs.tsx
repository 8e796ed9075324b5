import Alert from '@mui/material/Alert'
import { email, maxLength, PasswordInput, required, TextInput, useTranslate } from 'react-admin'
import { useWatch } from 'react-hook-form'
import type { Schemas } from '../api/client'

type Own = Schemas['OwnUser']

interface Props {
  of: Own
}

export const ProfileInputs = ({ of }: Props) => (
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
    <Waiting of={of} />
    <Proof present={of.email} />
  </>
)

/** A new e-mail that its owner has not confirmed yet. */
const Waiting = ({ of }: Props) => {
  const translate = useTranslate()
  if (!of.new_email) return null
  return (
    <Alert severity="info" sx={{ mb: 2, overflowWrap: 'anywhere' }}>
      {translate('resources.account.email_waits', { email: of.new_email })}
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

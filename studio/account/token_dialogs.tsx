import { maxLength, required, SelectInput, TextInput, useTranslate } from 'react-admin'
import { api, type Schemas } from '../api/client'
import { FormDialog } from '../kit/form_dialog'
import { SecretDialog } from '../kit/secret_dialog'
import { ScopesInput, type Scope } from './scopes_input'

const DAY_MS = 86_400_000

const terms = [30, 90, 365].map((days) => ({
  id: days,
  name: `resources.account.tokens.days.${days}`,
}))

interface Values {
  name: string
  scopes: Scope[]
  days: number
  /** With commas between. */
  allowed_networks?: string | null
}

interface MakeProps {
  made: (token: Schemas['NewPersonalToken']) => void
  close: () => void
}

export const MakeToken = ({ made, close }: MakeProps) => {
  const translate = useTranslate()
  const make = async ({ days, allowed_networks: networks, ...fields }: Values) => {
    const body = {
      ...fields,
      expires_at: new Date(Date.now() + days * DAY_MS).toISOString(),
      allowed_networks: networks?.split(/[\s,]+/).filter(Boolean),
    }
    const { data } = await api.POST('/tokens', { body })
    made(data!)
  }
  return (
    <FormDialog<Values>
      title={translate('resources.account.tokens.make_title')}
      submit="resources.account.tokens.submit"
      defaultValues={{ scopes: ['read'], days: 90 }}
      act={make}
      close={close}
    >
      <TextInput
        source="name"
        label="resources.account.tokens.label"
        validate={[required(), maxLength(100)]}
        autoFocus
        fullWidth
      />
      <ScopesInput />
      <SelectInput
        source="days"
        label="resources.account.tokens.ends"
        choices={terms}
        validate={required()}
        fullWidth
      />
      <TextInput
        source="allowed_networks"
        label="resources.account.tokens.networks"
        helperText="resources.account.tokens.networks_help"
        fullWidth
      />
    </FormDialog>
  )
}

export const ShowToken = ({ token, close }: { token: string; close: () => void }) => (
  <SecretDialog
    title="resources.account.tokens.made"
    label="resources.account.tokens.token"
    value={token}
    close={close}
  />
)

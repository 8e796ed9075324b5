import {
  email,
  maxValue,
  minValue,
  NumberInput,
  required,
  SelectInput,
  TextInput,
  usePermissions,
  useTranslate,
} from 'react-admin'
import { useWatch } from 'react-hook-form'
import { api, type Schemas } from '../api/client'
import type { Permission } from '../api/permission'
import { FormDialog } from '../kit/form_dialog'
import { RoleInput } from '../kit/role_input'

const DAY_MS = 86_400_000
const MAX_USES = 1000

const terms = [1, 7, 30, 365].map((days) => ({ id: days, name: `resources.invites.days.${days}` }))

interface Values {
  email?: string | null
  role?: string | null
  max_uses: number
  days: number
}

interface Props {
  made: (invite: Schemas['NewInvite']) => void
  close: () => void
}

export const MakeInvite = ({ made, close }: Props) => {
  const translate = useTranslate()
  const { permissions = [] } = usePermissions<Permission[]>()
  const make = async ({ email: address, role, max_uses: uses, days }: Values) => {
    const body = {
      email: address ?? undefined,
      role: role ?? undefined,
      max_uses: address ? undefined : uses,
      expires_at: new Date(Date.now() + days * DAY_MS).toISOString(),
    }
    const { data } = await api.POST('/invites', { body })
    made(data!)
  }
  return (
    <FormDialog<Values>
      title={translate('resources.invites.make_title')}
      submit="resources.invites.submit"
      defaultValues={{ max_uses: 1, days: 7 }}
      act={make}
      close={close}
    >
      <TextInput
        source="email"
        label="resources.invites.fields.email"
        helperText="resources.invites.email_help"
        validate={email()}
        fullWidth
      />
      <Uses />
      <SelectInput
        source="days"
        label="resources.invites.ends"
        choices={terms}
        validate={required()}
        fullWidth
      />
      {permissions.includes('users.manage') && (
        <RoleInput label="resources.invites.fields.role" emptyText="resources.invites.usual_role" />
      )}
    </FormDialog>
  )
}

/** An invite for an e-mail is good once. */
const Uses = () => {
  const address = useWatch({ name: 'email' })
  if (address) return null
  return (
    <NumberInput
      source="max_uses"
      label="resources.invites.fields.max_uses"
      helperText="resources.invites.uses_help"
      min={1}
      max={MAX_USES}
      validate={[required(), minValue(1), maxValue(MAX_USES)]}
      fullWidth
    />
  )
}

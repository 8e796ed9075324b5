import Checkbox from '@mui/material/Checkbox'
import FormControl from '@mui/material/FormControl'
import FormControlLabel from '@mui/material/FormControlLabel'
import FormHelperText from '@mui/material/FormHelperText'
import FormLabel from '@mui/material/FormLabel'
import { usePermissions, useTranslate } from 'react-admin'
import { useController } from 'react-hook-form'
import type { Schemas } from '../api/client'
import type { Permission } from '../api/permission'
import { usePermissionTexts } from '../kit/use_permission_texts'

export type Scope = Schemas['PersonalToken']['scopes'][number]

/** Checkboxes for what a token may do: no more than its user. */
export const ScopesInput = () => {
  const translate = useTranslate()
  const textOf = usePermissionTexts()
  const { permissions = [] } = usePermissions<Permission[]>()
  const { field, fieldState } = useController({
    name: 'scopes',
    rules: { validate: (scopes: Scope[]) => scopes.length > 0 },
  })
  const chosen: Scope[] = field.value
  const all: Scope[] = ['read', ...permissions]
  const change = (scope: Scope, isChosen: boolean) =>
    field.onChange(all.filter((one) => (one === scope ? isChosen : chosen.includes(one))))
  return (
    <FormControl component="fieldset" error={fieldState.invalid} sx={{ mb: 2 }}>
      <FormLabel component="legend">{translate('resources.account.tokens.scopes')}</FormLabel>
      {all.map((scope) => (
        <FormControlLabel
          key={scope}
          control={
            <Checkbox
              size="small"
              checked={chosen.includes(scope)}
              onChange={(_, isChosen) => change(scope, isChosen)}
              sx={{ py: 0.25 }}
            />
          }
          label={scope === 'read' ? translate('resources.account.tokens.read') : textOf(scope)}
        />
      ))}
      {fieldState.invalid && (
        <FormHelperText>{translate('resources.account.tokens.needed')}</FormHelperText>
      )}
    </FormControl>
  )
}

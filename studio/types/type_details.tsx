import Autocomplete from '@mui/material/Autocomplete'
import Box from '@mui/material/Box'
import FormControlLabel from '@mui/material/FormControlLabel'
import FormHelperText from '@mui/material/FormHelperText'
import MenuItem from '@mui/material/MenuItem'
import Switch from '@mui/material/Switch'
import TextField from '@mui/material/TextField'
import { useTranslate } from 'react-admin'
import type { Permission } from '../api/permission'
import { permissionNames } from '../kit/german_permissions'
import { Section } from '../kit/section'
import { usePermissionTexts } from '../kit/use_permission_texts'
import type { TypeFields } from './type_fields'

interface Props {
  fields: TypeFields
  change: (changes: Partial<TypeFields>) => void
  isBuiltIn: boolean
}

/** The title of a type, what its posts take, who writes them and what filters lists. */
export const TypeDetails = ({ fields, change, isBuiltIn }: Props) => {
  const translate = useTranslate()
  const text = (key: string) => translate(`resources.types.${key}`)
  const known = Object.keys((fields.schema as { properties?: object } | null)?.properties ?? {})
  return (
    <Section title="resources.types.details">
      <Box sx={{ display: 'grid', gap: 2, mt: 1, gridTemplateColumns: { md: '1fr 1fr' } }}>
        <TextField
          label={text('fields.title')}
          value={fields.title}
          onChange={({ target }) => change({ title: target.value })}
          slotProps={{ htmlInput: { maxLength: 100, dir: 'auto' } }}
          required
        />
        <WriteField value={fields.write} change={(write) => change({ write })} />
        <Autocomplete
          multiple
          options={known}
          value={fields.filterable}
          onChange={(_, filterable) => change({ filterable })}
          noOptionsText={text('no_data')}
          renderInput={(params) => (
            <TextField
              {...params}
              label={text('fields.filterable')}
              helperText={text('filterable_help')}
            />
          )}
        />
        <Box>
          {(['commentable', 'votable', 'listed'] as const).map((flag) => (
            <Box key={flag}>
              <FormControlLabel
                control={
                  <Switch
                    checked={fields[flag]}
                    disabled={flag === 'listed' && isBuiltIn}
                    onChange={(_, on) => change({ [flag]: on })}
                  />
                }
                label={text(`fields.${flag}`)}
              />
            </Box>
          ))}
          <FormHelperText>{text('listed_help')}</FormHelperText>
        </Box>
      </Box>
    </Section>
  )
}

interface WriteProps {
  value: string | null
  change: (value: string | null) => void
}

const WriteField = ({ value, change }: WriteProps) => {
  const translate = useTranslate()
  const textOf = usePermissionTexts()
  return (
    <TextField
      select
      label={translate('resources.types.fields.write')}
      helperText={translate('resources.types.write_help')}
      value={value ?? ''}
      onChange={({ target }) => change(target.value || null)}
      slotProps={{
        select: {
          displayEmpty: true,
          renderValue: (one) => (one as string) || translate('resources.types.anybody'),
        },
        inputLabel: { shrink: true },
      }}
    >
      <MenuItem value="">{translate('resources.types.anybody')}</MenuItem>
      {permissionNames.map((name: Permission) => (
        <MenuItem key={name} value={name} sx={{ whiteSpace: 'normal' }}>
          {name} · {textOf(name)}
        </MenuItem>
      ))}
    </TextField>
  )
}

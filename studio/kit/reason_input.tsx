import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { useQuery } from '@tanstack/react-query'
import { maxLength, minLength, required, TextInput, useTranslate } from 'react-admin'
import { useFormContext } from 'react-hook-form'
import { api } from '../api/client'

/** Why staff do what they do: kept in the audit log, and shown to the user concerned. */
export const ReasonInput = () => (
  <>
    <KnownReasons />
    <TextInput
      source="reason"
      label="plaza.reason"
      helperText="plaza.reason_help"
      validate={[required(), minLength(3), maxLength(500)]}
      multiline
      minRows={2}
      autoFocus
      fullWidth
    />
  </>
)

/** Fills the reason in; it can be changed still. */
const KnownReasons = () => {
  const translate = useTranslate()
  const { setValue } = useFormContext()
  const { data: reasons = [] } = useQuery({
    queryKey: ['reasons'],
    queryFn: async () => {
      const query = { limit: 100, fields: 'id,title,text' }
      return (await api.GET('/admin/reasons', { params: { query } })).data!
    },
    staleTime: 60_000,
  })
  if (reasons.length === 0) return null
  const choose = (id: number) => {
    const chosen = reasons.find((one) => one.id === id)
    setValue('reason', chosen?.text, { shouldDirty: true, shouldValidate: true })
  }
  return (
    <TextField
      select
      label={translate('plaza.known_reason')}
      defaultValue=""
      onChange={({ target }) => choose(Number(target.value))}
      fullWidth
      sx={{ mb: 1 }}
    >
      {reasons.map(({ id, title }) => (
        <MenuItem key={id} value={id}>
          {title}
        </MenuItem>
      ))}
    </TextField>
  )
}

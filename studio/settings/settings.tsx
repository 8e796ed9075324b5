import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Card from '@mui/material/Card'
import CardContent from '@mui/material/CardContent'
import FormControlLabel from '@mui/material/FormControlLabel'
import Switch from '@mui/material/Switch'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Title, useTranslate } from 'react-admin'
import { api, type Schemas } from '../api/client'

type Setting = Schemas['Setting']

/** How the site is configured. Nothing is changed here, and no secret is shown. */
export const Settings = () => {
  const translate = useTranslate()
  const text = (name: string) => translate(`resources.settings.${name}`)
  const [search, look] = useState('')
  const [isSetAlone, showSetAlone] = useState(false)
  const { data: settings, error } = useQuery({
    queryKey: ['settings'],
    queryFn: async () => (await api.GET('/admin/settings')).data!,
  })
  const words = search.trim().toLowerCase()
  const found = settings?.filter(
    ({ name, description, is_set: isSet }) =>
      (isSet || !isSetAlone) && `${name} ${description}`.toLowerCase().includes(words)
  )
  return (
    <Card variant="outlined" sx={{ mt: 2 }}>
      <Title title={translate('resources.settings.name', { smart_count: 2 })} />
      <CardContent>
        <Typography color="textSecondary">{text('help')}</Typography>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, my: 2, alignItems: 'center' }}>
          <TextField
            type="search"
            size="small"
            label={text('search')}
            value={search}
            onChange={({ target }) => look(target.value)}
            sx={{ flex: '1 1 260px', maxWidth: 420 }}
          />
          <FormControlLabel
            control={<Switch checked={isSetAlone} onChange={(_, isOn) => showSetAlone(isOn)} />}
            label={text('set_alone')}
          />
        </Box>
        {error && <Alert severity="error">{error.message}</Alert>}
        {found?.length === 0 && <Typography>{text('none')}</Typography>}
        <Box component="ul" sx={{ listStyle: 'none', p: 0, m: 0 }}>
          {found?.map((setting) => (
            <One key={setting.name} setting={setting} />
          ))}
        </Box>
      </CardContent>
    </Card>
  )
}

const One = ({ setting }: { setting: Setting }) => (
  <Box
    component="li"
    sx={{
      display: 'grid',
      gap: { xs: 0.5, md: 2 },
      gridTemplateColumns: {
        xs: 'minmax(0, 1fr)',
        md: 'minmax(200px, 3fr) minmax(160px, 3fr) minmax(0, 6fr)',
      },
      py: 1,
      borderTop: 1,
      borderColor: 'divider',
    }}
  >
    <Typography component="code" sx={{ fontFamily: 'monospace', overflowWrap: 'anywhere' }}>
      {setting.name}
    </Typography>
    <Value of={setting} />
    {/* The API describes settings in English. */}
    <Typography color="textSecondary" lang="en" sx={{ overflowWrap: 'anywhere' }}>
      {setting.description}
    </Typography>
  </Box>
)

const Value = ({
  of: { value, default: byDefault, is_set: isSet, is_secret: isSecret },
}: {
  of: Setting
}) => {
  const translate = useTranslate()
  const text = (name: string, options?: object) => translate(`resources.settings.${name}`, options)
  return (
    <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
      {value !== null && (
        <Typography component="code" sx={{ fontFamily: 'monospace' }}>
          {value}
        </Typography>
      )}
      {value === null && (
        <Typography component="span">{text(isSecret && isSet ? 'set' : 'not_set')}</Typography>
      )}
      {byDefault !== null && byDefault !== value && (
        <Typography variant="body2" color="textSecondary">
          {text('default', { value: byDefault })}
        </Typography>
      )}
    </Box>
  )
}

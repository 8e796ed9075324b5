import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import LinearProgress from '@mui/material/LinearProgress'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useTranslate } from 'react-admin'
import { UserText } from '../user_text'
import type { Upload, Uploads } from './use_uploads'

/** How far uploads are, and why some failed. */
export const UploadsList = ({ uploads, dismiss }: Pick<Uploads, 'uploads' | 'dismiss'>) => {
  const translate = useTranslate()
  if (uploads.length === 0) return null
  return (
    <Stack
      component="ul"
      spacing={1}
      aria-label={translate('plaza.media.uploads')}
      sx={{ listStyle: 'none', m: 0, my: 1, p: 0 }}
    >
      {uploads.map((one) => (
        <li key={one.key}>
          {one.state === 'failed' ? (
            <Alert
              severity="error"
              closeText={translate('ra.action.close')}
              onClose={() => dismiss(one.key)}
            >
              <UserText lines={2}>{one.name}</UserText>
              {one.reason}
            </Alert>
          ) : (
            <Progress upload={one} />
          )}
        </li>
      ))}
    </Stack>
  )
}

const Progress = ({ upload: { name, state, part } }: { upload: Upload }) => {
  const translate = useTranslate()
  const isMeasured = state === 'goes' && part < 1
  return (
    <Box>
      <Box sx={{ display: 'flex', gap: 1, justifyContent: 'space-between' }}>
        <UserText lines={1}>{name}</UserText>
        <Typography variant="body2" color="textSecondary" sx={{ flexShrink: 0 }}>
          {translate(`plaza.media.state.${state}`)}
        </Typography>
      </Box>
      <LinearProgress
        aria-label={name}
        variant={isMeasured || state === 'waits' ? 'determinate' : 'indeterminate'}
        value={Math.round(part * 100)}
      />
    </Box>
  )
}

import Box from '@mui/material/Box'
import LinearProgress from '@mui/material/LinearProgress'
import Typography from '@mui/material/Typography'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocaleState, useTranslate } from 'react-admin'
import { api } from '../api/client'
import { bytesIn } from '../kit/media/file'
import { readLimits } from '../kit/media/use_uploads'

/** How much of the room for own files is taken. */
export const Room = () => {
  const translate = useTranslate()
  const [locale] = useLocaleState()
  const queryClient = useQueryClient()
  const { data } = useQuery({
    // An upload makes it stale, as it does the list.
    queryKey: ['media', 'room'],
    queryFn: async () => {
      const params = { query: { fields: 'id', include: 'media_bytes' } }
      const { data: me } = await api.GET('/users/me', { params })
      const { media: most } = await readLimits(queryClient)
      return { taken: me!.media_bytes!, most }
    },
  })
  if (!data) return null
  const [taken, most] = [bytesIn(locale, data.taken), bytesIn(locale, data.most)]
  const label = translate('resources.media.room', { taken, most })
  return (
    <Box sx={{ mt: 2, maxWidth: 360 }}>
      <Typography variant="body2" color="textSecondary">
        {label}
      </Typography>
      <LinearProgress
        variant="determinate"
        aria-label={label}
        value={Math.min(100, (100 * data.taken) / data.most)}
      />
    </Box>
  )
}

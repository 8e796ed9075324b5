import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useLocaleState, useTranslate } from 'react-admin'
import { Link } from 'react-router'
import { setAsideDays } from '../api/lists'
import type { MediaFile } from '../kit/media/file'
import { UserText } from '../kit/user_text'

const DAY_MS = 86_400_000

/** Where a file is used, or until when it stays without a use. */
export const Uses = ({
  file: { uses = [], used, set_aside_at: setAside },
}: {
  file: MediaFile
}) => {
  const translate = useTranslate()
  const [locale] = useLocaleState()
  const end = setAside && new Date(new Date(setAside).getTime() + setAsideDays * DAY_MS)
  return (
    <>
      {uses.length === 0 && (
        <Typography>
          {translate(`resources.media.${used ? 'used_elsewhere' : 'unused'}`)}
        </Typography>
      )}
      {end && (
        <Typography sx={{ mt: 1 }}>
          {translate('resources.media.set_aside', {
            date: end.toLocaleDateString(locale, { dateStyle: 'long' }),
          })}
        </Typography>
      )}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {uses.map(({ place, post_id: id, title }) => (
          <Box component="li" key={`${place} ${id}`} sx={{ py: 0.5 }}>
            <Typography variant="body2" color="textSecondary">
              {translate(`resources.media.place.${place}`)}
            </Typography>
            {id !== null && (
              <Link to={`/posts/${id}`} style={{ color: 'inherit' }}>
                <UserText lines={2}>{title || `#${id}`}</UserText>
              </Link>
            )}
          </Box>
        ))}
      </Box>
    </>
  )
}

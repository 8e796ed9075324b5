import Box from '@mui/material/Box'
import Chip from '@mui/material/Chip'
import { useTranslate } from 'react-admin'
import type { Schemas } from '../api/client'
import type { MediaFile } from '../kit/media/file'

/** What is to be known of a file at a glance. */
export const Marks = ({ file }: { file: MediaFile }) => {
  const translate = useTranslate()
  const names = marksOf(file)
  if (names.length === 0) return null
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5, mt: 0.5 }}>
      {names.map((name) => (
        <Chip
          key={name}
          size="small"
          variant="outlined"
          label={translate(`resources.media.marks.${name}`)}
        />
      ))}
    </Box>
  )
}

function marksOf(file: MediaFile & Partial<Schemas['StaffMedia']>): string[] {
  const { kind, status, alt, used, set_aside_at: setAside } = file
  if (file.barred_at) return ['barred']
  if (file.removed_at) return ['removed']
  if (status !== 'ready') return [status]
  const has = {
    no_alt: kind === 'image' && alt === null,
    unused: used === false && !setAside,
    set_aside: Boolean(setAside),
  }
  return Object.entries(has).flatMap(([name, isSo]) => (isSo ? [name] : []))
}

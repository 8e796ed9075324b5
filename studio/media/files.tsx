import Description from '@mui/icons-material/DescriptionOutlined'
import Movie from '@mui/icons-material/MovieOutlined'
import Audiotrack from '@mui/icons-material/Audiotrack'
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { ListNoResults, useListContext, useLocaleState, useTranslate } from 'react-admin'
import { LeadLink } from '../kit/list/lead_link'
import { bytesIn, titleOf, type MediaFile } from '../kit/media/file'
import { FileImage } from '../kit/media/file_image'
import { Moment } from '../kit/moment'
import { Marks } from './marks'

/** Pictures as a grid, other files as rows below. */
export const Files = () => {
  const translate = useTranslate()
  const { data, isPending } = useListContext<MediaFile>()
  if (isPending) return null
  if (!data || data.length === 0) return <ListNoResults />
  const pictures = data.filter(({ kind }) => kind === 'image')
  const others = data.filter(({ kind }) => kind !== 'image')
  return (
    <>
      {pictures.length > 0 && (
        <Box component="ul" aria-label={translate('resources.media.pictures')} sx={grid}>
          {pictures.map((file) => (
            <Picture key={file.id} file={file} />
          ))}
        </Box>
      )}
      {others.length > 0 && (
        <Box component="ul" aria-label={translate('resources.media.others')} sx={rows}>
          {others.map((file) => (
            <Row key={file.id} file={file} />
          ))}
        </Box>
      )}
    </>
  )
}

const bare = { listStyle: 'none', m: 0, p: 2 }

const grid = {
  ...bare,
  display: 'grid',
  gap: 2,
  gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 140px), 1fr))',
}

const rows = { ...bare, '& > li + li': { borderTop: 1, borderColor: 'divider' } }

const pathOf = ({ id }: MediaFile) => `/media/${id}/show`

const Picture = ({ file }: { file: MediaFile }) => (
  <Box component="li" sx={card}>
    <Box sx={frame}>
      <FileImage file={file} pixels={320} alt={file.alt ?? ''} />
    </Box>
    <LeadLink id={file.id} to={pathOf(file)}>
      {titleOf(file)}
    </LeadLink>
    <Marks file={file} />
  </Box>
)

/** Its link has all of it. */
const card = {
  'position': 'relative',
  'minWidth': 0,
  '& a::after': { content: '""', position: 'absolute', inset: 0 },
}

const frame = {
  aspectRatio: '4 / 3',
  overflow: 'hidden',
  mb: 0.5,
  border: 1,
  borderColor: 'divider',
  borderRadius: 1,
}

const icons = { image: Description, video: Movie, audio: Audiotrack, document: Description }

const Row = ({ file }: { file: MediaFile }) => {
  const [locale] = useLocaleState()
  const Icon = icons[file.kind]
  return (
    <Box component="li" sx={{ display: 'flex', gap: 1, alignItems: 'center', py: 1 }}>
      <Icon color="action" />
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <LeadLink id={file.id} to={pathOf(file)}>
          {titleOf(file)}
        </LeadLink>
        <Typography variant="body2" color="textSecondary">
          {bytesIn(locale, file.bytes)} · <Moment at={file.created_at} />
        </Typography>
      </Box>
      <Marks file={file} />
    </Box>
  )
}

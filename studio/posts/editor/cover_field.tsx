import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslate } from 'react-admin'
import { api } from '../../api/client'
import { crops } from '../../api/lists'
import { ChoosePicture } from '../../kit/media/choose_picture'
import { positionOf, type MediaFile } from '../../kit/media/file'
import { FileImage } from '../../kit/media/file_image'

interface Props {
  id: number | null
  error: string | undefined
  change: (id: number | null) => void
}

/** The picture that stands for a post. */
export const CoverField = ({ id, error, change }: Props) => {
  const translate = useTranslate()
  const [isOpen, open] = useState(false)
  const text = (name: string) => translate(`resources.posts.${name}`)
  const choose = (file: MediaFile) => {
    open(false)
    change(file.id)
  }
  return (
    <Box role="group" aria-label={text('fields.cover_id')}>
      <Typography variant="body2" color="textSecondary" aria-hidden gutterBottom>
        {text('fields.cover_id')}
      </Typography>
      {id !== null && <Cover id={id} />}
      {error && <Typography color="error">{error}</Typography>}
      <Button size="small" onClick={() => open(true)}>
        {text(id === null ? 'cover.choose' : 'cover.change')}
      </Button>
      {id !== null && (
        <Button size="small" onClick={() => change(null)}>
          {text('cover.remove')}
        </Button>
      )}
      {isOpen && <ChoosePicture choose={choose} close={() => open(false)} />}
    </Box>
  )
}

const RATIO = '16:9'

const Cover = ({ id }: { id: number }) => {
  const translate = useTranslate()
  const { data: file, isError } = useQuery({
    queryKey: ['media', 'cover', id],
    queryFn: async () => (await api.GET('/media/{id}', { params: { path: { id } } })).data!,
    retry: false,
  })
  if (isError) return <Typography>{translate('resources.posts.cover.gone')}</Typography>
  if (!file) return null
  const ratio = crops[RATIO]
  return (
    <Box sx={{ aspectRatio: String(ratio), overflow: 'hidden', borderRadius: 1 }}>
      <FileImage
        file={file}
        pixels={640}
        alt={file.alt ?? ''}
        position={positionOf(file, ratio, file.focal_point)}
      />
    </Box>
  )
}

import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import ButtonBase from '@mui/material/ButtonBase'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslate } from 'react-admin'
import { api } from '../../api/client'
import { nextCursorIn } from '../../api/page_cursors'
import { UserText } from '../user_text'
import { titleOf, type MediaFile } from './file'
import { FileImage } from './file_image'
import { UploadButton } from './upload_button'
import { UploadsList } from './uploads_list'
import { useUploads } from './use_uploads'

const PAGE = 24

interface Props {
  choose: (file: MediaFile) => void
  close: () => void
}

/** One of the user's own pictures, or a new one. */
export const ChoosePicture = ({ choose, close }: Props) => {
  const id = useId()
  const translate = useTranslate()
  const [words, search] = useState('')
  const { uploads, send, dismiss } = useUploads()
  const { files, hasNextPage, fetchNextPage } = usePictures(words)
  const take = ([file]: File[]) =>
    file && void send(file, { waits: true }).then((made) => made && choose(made))
  return (
    <Dialog open onClose={close} fullWidth maxWidth="md" aria-labelledby={id}>
      <DialogTitle id={id}>{translate('plaza.media.choose')}</DialogTitle>
      <DialogContent>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1, my: 1 }}>
          <TextField
            label={translate('ra.action.search')}
            value={words}
            onChange={({ target }) => search(target.value)}
            sx={{ flex: '1 1 12em' }}
          />
          <UploadButton take={take} isForPictures />
        </Box>
        <UploadsList uploads={uploads} dismiss={dismiss} />
        {files?.length === 0 && <Typography>{translate('plaza.media.no_pictures')}</Typography>}
        <Box component="ul" sx={grid}>
          {files?.map((file) => (
            <li key={file.id}>
              <Choice file={file} choose={choose} />
            </li>
          ))}
        </Box>
        {hasNextPage && (
          <Button onClick={() => void fetchNextPage()}>{translate('plaza.media.more')}</Button>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={close}>{translate('ra.action.cancel')}</Button>
      </DialogActions>
    </Dialog>
  )
}

const grid = {
  display: 'grid',
  gap: 1,
  gridTemplateColumns: 'repeat(auto-fill, minmax(120px, 1fr))',
  listStyle: 'none',
  m: 0,
  p: 0,
}

const Choice = ({ file, choose }: { file: MediaFile; choose: Props['choose'] }) => (
  <ButtonBase
    disabled={file.status !== 'ready'}
    onClick={() => choose(file)}
    sx={{
      display: 'block',
      width: 1,
      p: 0.5,
      borderRadius: 1,
      textAlign: 'start',
      font: 'inherit',
    }}
    focusRipple
  >
    <Box sx={{ aspectRatio: '4 / 3', overflow: 'hidden', borderRadius: 1, bgcolor: 'divider' }}>
      <FileImage file={file} pixels={320} />
    </Box>
    <UserText lines={2}>{file.alt ?? titleOf(file)}</UserText>
  </ButtonBase>
)

/** Newest first. */
function usePictures(words: string) {
  const search = words.trim() || undefined
  const { data, ...more } = useInfiniteQuery({
    queryKey: ['media', 'own pictures', search],
    queryFn: async ({ pageParam: cursor }) => {
      const query = { kind: 'image' as const, limit: PAGE, search, cursor }
      const { data: files, response } = await api.GET('/users/me/media', { params: { query } })
      return { files: files!, next: nextCursorIn(response) }
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })
  return { ...more, files: data?.pages.flatMap(({ files }) => files) }
}

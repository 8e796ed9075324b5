import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useTranslate } from 'react-admin'
import { nameIn, titleOf, type MediaFile } from '../kit/media/file'
import { readBytes, useFile } from '../kit/media/use_file'
import { Section } from '../kit/section'
import { useTask } from '../kit/use_task'

/** Plays sounds and films, and downloads each file. */
export const Player = ({ file }: { file: MediaFile }) => {
  const translate = useTranslate()
  const { run, isBusy } = useTask()
  const isPlayed = file.kind === 'video' || file.kind === 'audio'
  const source = useFile(isPlayed ? file.url : null)
  return (
    <Section title="resources.media.file">
      {source && (
        <Box
          component={file.kind as 'video'}
          controls
          src={source}
          aria-label={titleOf(file)}
          sx={{ display: 'block', maxWidth: 1, maxHeight: '60vh', mb: 1 }}
        />
      )}
      <Button variant="outlined" disabled={isBusy} onClick={() => void run(() => download(file))}>
        {translate('resources.media.download')}
      </Button>
    </Section>
  )
}

async function download(file: MediaFile) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await readBytes(nameIn(file.url)!))
  link.download = titleOf(file)
  link.click()
  URL.revokeObjectURL(link.href)
}

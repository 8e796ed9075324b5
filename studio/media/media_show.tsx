import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Stack from '@mui/material/Stack'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Title, useGetIdentity, useNotify, useTranslate } from 'react-admin'
import { useParams } from 'react-router'
import { api } from '../api/client'
import { ActButton } from '../kit/act_button'
import { ConflictDialog } from '../kit/conflict_dialog'
import { titleOf, type MediaFile } from '../kit/media/file'
import { Section } from '../kit/section'
import { useVersion, versionOf, type Version } from '../kit/use_version'
import { useTask } from '../kit/use_task'
import { DeleteFile } from './delete_file'
import { FileFacts } from './file_facts'
import { FileTexts } from './file_texts'
import { FocalPoint } from './focal_point'
import { Player } from './player'
import { Uses } from './uses'
import { isSame, valuesOf, type Values } from './values'

const POLL_MS = 1000

/** One file: what is said of it, its focal point, and where it is used. */
export const MediaShow = () => {
  const id = Number(useParams().id)
  return <Page key={id} id={id} />
}

async function write(mine: Values, { data, tag }: Version<MediaFile>) {
  const params = { path: { id: data.id }, header: { 'If-Match': tag } }
  await api.PATCH('/media/{id}', { params, body: mine })
}

const Page = ({ id }: { id: number }) => {
  const { identity } = useGetIdentity()
  const notify = useNotify()
  const queryClient = useQueryClient()
  const { run, isBusy } = useTask()
  const params = { path: { id }, query: { include: 'uses' } }
  const read = async (): Promise<Version<MediaFile>> =>
    versionOf<MediaFile>(await api.GET('/media/{id}', { params }))
  const { version, message, conflict, formNumber, save, follow, ...settle } = useVersion({
    read,
    write,
  })
  const file = version?.data
  useEffect(() => {
    if (file?.status !== 'processing') return
    const isUnchanged = (fresh: MediaFile, now: MediaFile) => isSame(valuesOf(fresh), valuesOf(now))
    const timer = setInterval(() => void follow(isUnchanged).catch(() => {}), POLL_MS)
    return () => clearInterval(timer)
  }, [file?.status, follow])
  if (!file) return message ? <Alert severity="error">{message}</Alert> : null
  const isOwn = file.user_id === identity?.id
  const keep = (mine: Values, base?: Version<MediaFile>) =>
    void run(async () => {
      if (await save(mine, base)) notify('resources.media.saved', { type: 'success' })
      await queryClient.invalidateQueries({ queryKey: ['media'] })
    })
  return (
    <Box sx={{ mt: 2, display: 'grid', gap: 2, gridTemplateColumns: { md: '1fr 340px' } }}>
      <Title title={titleOf(file)} />
      <Description
        key={`${formNumber} ${file.updated_at}`}
        file={file}
        isOwn={isOwn}
        isBusy={isBusy}
        save={keep}
      />
      <Stack spacing={2} sx={{ minWidth: 0 }}>
        <Section title="resources.media.what">
          <FileFacts file={file} />
        </Section>
        <Section title="resources.media.uses">
          <Uses file={file} />
        </Section>
        {isOwn ? (
          <DeleteFile file={file} />
        ) : (
          <ActButton type="media" id={file.id} of={titleOf(file)} />
        )}
      </Stack>
      {conflict && (
        <ConflictDialog
          mine={<Said of={conflict.mine} />}
          theirs={<Said of={valuesOf(conflict.theirs.data)} />}
          keepMine={() => keep(conflict.mine, conflict.theirs)}
          takeTheirs={settle.takeTheirs}
          close={settle.closeConflict}
        />
      )}
    </Box>
  )
}

interface DescriptionProps {
  file: MediaFile
  isOwn: boolean
  isBusy: boolean
  save: (mine: Values) => void
}

/** What its owner says of it, beside the picture. */
const Description = ({ file, isOwn, isBusy, save }: DescriptionProps) => {
  const saved = valuesOf(file)
  const [values, set] = useState(saved)
  const change = (changes: Partial<Values>) => set((before) => ({ ...before, ...changes }))
  const point = values.focal_point
  return (
    <Stack spacing={2} sx={{ minWidth: 0 }}>
      {file.kind === 'image' ? (
        <FocalPoint
          file={file}
          point={point}
          change={isOwn ? (moved) => change({ focal_point: moved }) : undefined}
        />
      ) : (
        <Player file={file} />
      )}
      <FileTexts
        file={file}
        values={values}
        change={isOwn ? change : undefined}
        isBusy={isBusy}
        save={isSame(values, saved) ? undefined : () => save(values)}
      />
    </Stack>
  )
}

const Said = ({ of: { alt, caption, focal_point: point } }: { of: Values }) => {
  const translate = useTranslate()
  const told = {
    alt,
    caption,
    focal_point: `${Math.round(point.x * 100)} % · ${Math.round(point.y * 100)} %`,
  }
  return (
    <Box component="dl" sx={{ overflowWrap: 'anywhere' }}>
      {Object.entries(told).map(([name, value]) => (
        <div key={name}>
          <dt>{translate(`resources.media.fields.${name}`)}</dt>
          <dd>{value ?? '–'}</dd>
        </div>
      ))}
    </Box>
  )
}

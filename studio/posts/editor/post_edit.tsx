import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { Title, useStore, useTranslate } from 'react-admin'
import { useParams } from 'react-router'
import type { Schemas } from '../../api/client'
import { Section } from '../../kit/section'
import { CommentsSwitch } from './comments_switch'
import { ConflictDialog } from './conflict_dialog'
import { DataSection } from './data_section'
import { Details } from './details'
import { History } from './history'
import { MarkdownField } from './markdown_field'
import { Presence } from './presence'
import { Preview } from './preview'
import { Publication } from './publication'
import { Review } from './review'
import { TrashButton, TrashNotice } from './trash'
import { useWorkingCopy, type WorkingCopy } from './use_working_copy'

/** The editor. It works on the copy beside the post, until that is published. */
export const PostEdit = () => {
  const id = Number(useParams().id)
  // Another post has a state of its own.
  return <Editor key={id} id={id} />
}

const Editor = ({ id }: { id: number }) => {
  const translate = useTranslate()
  const copy = useWorkingCopy(id)
  const { draft, fields, state, message, errors, conflict, change, settle, load } = copy
  const queryClient = useQueryClient()
  const reload = useCallback(async () => {
    await load()
    await queryClient.invalidateQueries({ queryKey: ['revisions of', id] })
  }, [load, queryClient, id])
  if (!draft || !fields) return message ? <Alert severity="error">{message}</Alert> : null
  const isTrashed = draft.status === 'deleted'
  return (
    <Box sx={{ mt: 2, display: 'grid', gap: 2, gridTemplateColumns: { md: '1fr 320px' } }}>
      <Title title={translate('resources.posts.editing')} />
      <Stack spacing={2} sx={{ minWidth: 0 }}>
        {isTrashed && <TrashNotice post={draft} changed={reload} />}
        {!isTrashed && <Presence postId={id} />}
        <Text copy={copy} id={id} />
        <DataSection type={draft.type} data={fields.data} errors={errors} change={change} />
        <History postId={id} restored={reload} />
      </Stack>
      <Stack spacing={2} sx={{ minWidth: 0 }}>
        <Section title="resources.posts.state">
          <Typography role="status" color={state === 'failed' ? 'error' : 'textSecondary'}>
            {message ?? translate(`resources.posts.saving.${state}`)}
          </Typography>
          {!isTrashed && <States copy={copy} post={draft} changed={reload} />}
        </Section>
        {!isTrashed && <Review post={draft} />}
        <Details fields={fields} errors={errors} change={change} />
      </Stack>
      {conflict && <ConflictDialog conflict={conflict} mine={fields} settle={settle} />}
    </Box>
  )
}

interface StatesProps {
  copy: WorkingCopy
  post: Schemas['PostDraft']
  changed: () => Promise<void>
}

/** Whether it is published, takes comments, or goes into the trash. */
const States = ({ copy, post, changed }: StatesProps) => {
  const { save, hasCopy, state, setErrors } = copy
  const isUpToDate = post.status === 'published' && !hasCopy && state === 'saved'
  const common = { post, save, changed }
  return (
    <Stack spacing={1} sx={{ alignItems: 'stretch' }}>
      <Publication {...common} isUpToDate={isUpToDate} refused={setErrors} />
      <CommentsSwitch {...common} />
      <TrashButton {...common} />
    </Stack>
  )
}

const Text = ({ copy, id }: { copy: WorkingCopy; id: number }) => {
  const translate = useTranslate()
  const [isShown, show] = useStore('posts.preview', false)
  const { tag, errors, change } = copy
  const fields = copy.fields!
  return (
    <>
      <TextField
        label={translate('resources.posts.fields.title')}
        value={fields.title}
        onChange={({ target }) => change({ title: target.value })}
        error={errors.title !== undefined}
        helperText={errors.title}
        slotProps={{ htmlInput: { maxLength: 200, dir: 'auto' } }}
        fullWidth
      />
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: { xs: '1fr', lg: isShown ? '1fr 1fr' : '1fr' },
        }}
      >
        <Box sx={{ minWidth: 0 }}>
          <MarkdownField
            label={translate('resources.posts.fields.content')}
            text={fields.content}
            isMarkdown={fields.content_format === 'markdown'}
            change={(content) => change({ content })}
          />
          {errors.content && <Typography color="error">{errors.content}</Typography>}
          <Button size="small" aria-expanded={isShown} onClick={() => show(!isShown)}>
            {translate(`resources.posts.${isShown ? 'hide_preview' : 'show_preview'}`)}
          </Button>
        </Box>
        {isShown && <Preview postId={id} saved={tag} />}
      </Box>
    </>
  )
}

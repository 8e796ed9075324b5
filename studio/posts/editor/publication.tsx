import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { memo, useState } from 'react'
import {
  DateTimeInput,
  required,
  useGetIdentity,
  useNotify,
  usePermissions,
  useTranslate,
} from 'react-admin'
import { api, type Schemas } from '../../api/client'
import type { Permission } from '../../api/permission'
import { FormDialog } from '../../kit/form_dialog'
import { Moment } from '../../kit/moment'
import { useTask } from '../../kit/use_task'
import type { FieldErrors } from './use_working_copy'

type Draft = Schemas['PostDraft']

interface Props {
  post: Draft
  /** Whether readers see all of it already. */
  isUpToDate: boolean
  /** Saves what is typed. @returns whether all is saved */
  save: () => Promise<boolean>
  changed: () => Promise<void>
  /** Takes the messages of fields that keep it from being published. */
  refused: (errors: FieldErrors) => void
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** Publishes the copy now or at a time, unpublishes, and makes a link to it. */
export const Publication = memo(({ post, isUpToDate, save, changed, refused }: Props) => {
  const { id, status, held, publish_at: at } = post
  const translate = useTranslate()
  const notify = useNotify()
  const { run, isBusy } = useTask()
  const [isScheduling, schedule] = useState(false)
  const [link, setLink] = useState<string>()
  const { permissions = [] } = usePermissions<Permission[]>()
  const { identity } = useGetIdentity()
  const isOwn = post.user_id === identity?.id
  const mayPublish = permissions.includes(isOwn ? 'posts.publish' : 'posts.edit_any')
  const params = { path: { id } }

  const publish = async (body: { at?: string; time_zone?: string }) => {
    const errors = await run(async () => {
      if (!(await save())) return
      await api.PUT('/posts/{id}/publication', { params, body })
      notify('resources.posts.published', { type: 'success' })
      await changed()
    })
    if (errors) refused(errors)
  }
  const withdraw = () =>
    run(async () => {
      await api.DELETE('/posts/{id}/publication', { params })
      await changed()
    })
  const preview = () =>
    run(async () => {
      if (!(await save())) return
      const { data } = await api.POST('/posts/{id}/previews', { params, body: {} })
      setLink(data!.url)
    })
  return (
    <Stack spacing={1} sx={{ mt: 1 }}>
      <Typography>
        {translate(`resources.posts.status.${status}`)}
        {at && (
          <>
            {' · '}
            <Moment at={at} isExact />
          </>
        )}
        {held && ` · ${translate(`resources.posts.held.${held}`)}`}
      </Typography>
      {isUpToDate && (
        <Typography color="textSecondary">{translate('resources.posts.nothing_new')}</Typography>
      )}
      {mayPublish && !isUpToDate && (
        <>
          <Button variant="contained" disabled={isBusy} onClick={() => void publish({})}>
            {translate('resources.posts.publish')}
          </Button>
          <Button variant="outlined" disabled={isBusy} onClick={() => schedule(true)}>
            {translate('resources.posts.schedule')}
          </Button>
        </>
      )}
      {(status === 'published' || status === 'scheduled') && (
        <Button disabled={isBusy} onClick={() => void withdraw()}>
          {translate(`resources.posts.${status === 'scheduled' ? 'cancel' : 'unpublish'}`)}
        </Button>
      )}
      <Button disabled={isBusy} onClick={() => void preview()}>
        {translate('resources.posts.preview')}
      </Button>
      {link && (
        <TextField
          label={translate('resources.posts.preview_link')}
          value={link}
          slotProps={{
            htmlInput: { readOnly: true, onFocus: (event: any) => event.target.select() },
          }}
        />
      )}
      {isScheduling && (
        <FormDialog<{ at: string }>
          title={translate('resources.posts.schedule_title', { zone })}
          submit="resources.posts.schedule_submit"
          close={() => schedule(false)}
          act={async ({ at: asked }) => {
            await publish({ at: new Date(asked).toISOString(), time_zone: zone })
          }}
        >
          <DateTimeInput source="at" label="resources.posts.fields.at" validate={required()} />
        </FormDialog>
      )}
    </Stack>
  )
})

import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import { memo } from 'react'
import { useGetIdentity, useNotify, useTranslate } from 'react-admin'
import { api, type Schemas } from '../../api/client'
import { ActButton } from '../../kit/act_button'
import { useTask } from '../../kit/use_task'

interface Props {
  post: Schemas['PostDraft']
  save: () => Promise<boolean>
  changed: () => Promise<void>
}

/** Its author puts a post into the trash. What staff do with posts of others is an action. */
export const TrashButton = memo(({ post, save, changed }: Props) => {
  const { id, title, user_id: authorId } = post
  const translate = useTranslate()
  const notify = useNotify()
  const { identity } = useGetIdentity()
  const { run, isBusy } = useTask()
  const trash = () =>
    run(async () => {
      if (!(await save())) return
      await api.DELETE('/posts/{id}', { params: { path: { id } } })
      notify('resources.posts.trashed', { type: 'success' })
      await changed()
    })
  if (!identity) return null
  if (authorId !== identity.id) return <ActButton type="post" id={id} of={title} />
  return (
    <Button color="error" disabled={isBusy} onClick={() => void trash()}>
      {translate('resources.posts.trash')}
    </Button>
  )
})

/** Says that a post is in the trash, and brings it back. */
export const TrashNotice = ({ post: { id }, changed }: Omit<Props, 'save'>) => {
  const translate = useTranslate()
  const notify = useNotify()
  const { run, isBusy } = useTask()
  const restore = () =>
    run(async () => {
      const body = { deleted: false } as const
      await api.PATCH('/posts/{id}', { params: { path: { id } }, body })
      notify('resources.posts.untrashed', { type: 'success' })
      await changed()
    })
  return (
    <Alert
      severity="warning"
      action={
        <Button color="inherit" disabled={isBusy} onClick={() => void restore()}>
          {translate('resources.posts.untrash')}
        </Button>
      }
    >
      {translate('resources.posts.in_trash')}
    </Alert>
  )
}

import FormControlLabel from '@mui/material/FormControlLabel'
import Switch from '@mui/material/Switch'
import { memo } from 'react'
import { useTranslate } from 'react-admin'
import { api, type Schemas } from '../../api/client'
import { useTask } from '../../kit/use_task'

interface Props {
  post: Schemas['PostDraft']
  /** Saves what is typed. @returns whether all is saved */
  save: () => Promise<boolean>
  changed: () => Promise<void>
}

/** Whether the post takes new comments: at once, whatever becomes of the copy. */
export const CommentsSwitch = memo(({ post, save, changed }: Props) => {
  const translate = useTranslate()
  const { run, isBusy } = useTask()
  const set = (isOpen: boolean) =>
    run(async () => {
      if (!(await save())) return
      const body = { comments_open: isOpen }
      await api.PATCH('/posts/{id}', { params: { path: { id: post.id } }, body })
      await changed()
    })
  return (
    <FormControlLabel
      control={
        <Switch
          checked={post.comments_open}
          disabled={isBusy}
          onChange={(_, isOpen) => void set(isOpen)}
        />
      }
      label={translate('resources.posts.takes_comments')}
    />
  )
})

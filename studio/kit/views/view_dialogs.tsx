import Typography from '@mui/material/Typography'
import { BooleanInput, maxLength, required, TextInput, useNotify, useTranslate } from 'react-admin'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client'
import type { ListName } from '../../api/lists'
import { FormDialog } from '../form_dialog'
import type { Contents } from './use_present_view'
import { viewsKey, type SavedView, type ViewedList } from './use_saved_views'

interface Named {
  name: string
  shared: boolean
}

/** Reads the views again, and tells what was done. */
export function useChanged(list: ListName) {
  const queryClient = useQueryClient()
  const notify = useNotify()
  return async (text: 'saved' | 'deleted') => {
    await queryClient.invalidateQueries({ queryKey: viewsKey(list) })
    notify(`plaza.list.views.${text}`, { type: 'success' })
  }
}

/** @param mayShare only its owner shares a view, and stops sharing it */
const Fields = ({ mayShare = true }: { mayShare?: boolean }) => (
  <>
    <TextInput
      source="name"
      label="plaza.list.views.fields.name"
      helperText="plaza.list.views.help"
      validate={[required(), maxLength(60)]}
      autoFocus
      fullWidth
    />
    {mayShare && (
      <BooleanInput source="shared" label="plaza.list.views.fields.shared" helperText={false} />
    )}
  </>
)

interface NewProps {
  list: ViewedList
  present: Contents
  close: () => void
  done: (view: SavedView) => void
}

/** Saves what the list shows under a name. */
export const NewViewDialog = ({ list, present, close, done }: NewProps) => {
  const translate = useTranslate()
  const changed = useChanged(list)
  return (
    <FormDialog<Named>
      title={translate('plaza.list.views.save_as')}
      submit="ra.action.save"
      defaultValues={{ shared: false }}
      close={close}
      act={async ({ name, shared = false }) => {
        const body = { name, list, shared, ...present }
        const { data } = await api.POST('/admin/views', { body })
        await changed('saved')
        done(data!)
      }}
    >
      <Fields />
    </FormDialog>
  )
}

interface Props {
  view: SavedView
  close: () => void
}

/** Renames a view, or shares it. */
export const EditViewDialog = ({ view, isMine, close }: Props & { isMine: boolean }) => {
  const { id, name, shared, list } = view
  const translate = useTranslate()
  const changed = useChanged(list)
  return (
    <FormDialog<Named>
      title={translate('plaza.list.views.edit_title', { name })}
      submit="ra.action.save"
      defaultValues={{ name, shared }}
      close={close}
      act={async (values) => {
        const body = isMine ? values : { name: values.name }
        await api.PATCH('/admin/views/{id}', { params: { path: { id } }, body })
        await changed('saved')
      }}
    >
      <Fields mayShare={isMine} />
    </FormDialog>
  )
}

export const DeleteViewDialog = ({ view, close, done }: Props & { done: () => void }) => {
  const { id, name, shared, list } = view
  const translate = useTranslate()
  const changed = useChanged(list)
  return (
    <FormDialog<object>
      title={translate('plaza.list.views.delete_title', { name })}
      submit="ra.action.delete"
      close={close}
      act={async () => {
        await api.DELETE('/admin/views/{id}', { params: { path: { id } } })
        await changed('deleted')
        done()
      }}
    >
      {shared && <Typography>{translate('plaza.list.views.delete_shared')}</Typography>}
    </FormDialog>
  )
}

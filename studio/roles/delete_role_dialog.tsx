import { useQuery } from '@tanstack/react-query'
import { SelectInput, useNotify, useRedirect, useTranslate } from 'react-admin'
import { api } from '../api/client'
import { FormDialog } from '../kit/form_dialog'

interface Props {
  name: string
  close: () => void
}

/** Deletes a role. Its users get another one. */
export const DeleteRoleDialog = ({ name, close }: Props) => {
  const translate = useTranslate()
  const notify = useNotify()
  const redirect = useRedirect()
  const { data: roles = [] } = useQuery({
    queryKey: ['roles to choose'],
    queryFn: async () => (await api.GET('/admin/roles')).data!,
  })
  const choices = roles
    .filter((role) => role.name !== name && role.rank < 2)
    .map((role) => ({ id: role.name, name: role.name }))

  const remove = async ({ successor }: { successor?: string }) => {
    await api.DELETE('/admin/roles/{role}', {
      params: { path: { role: name }, query: successor ? { successor } : {} },
    })
    notify('resources.roles.deleted', { type: 'success' })
    redirect('list', 'roles')
  }
  return (
    <FormDialog<{ successor?: string }>
      title={translate('resources.roles.delete_title', { name })}
      submit="ra.action.delete"
      act={remove}
      close={close}
    >
      <SelectInput
        source="successor"
        label="resources.roles.successor"
        helperText="resources.roles.successor_help"
        choices={choices}
        translateChoice={false}
        fullWidth
      />
    </FormDialog>
  )
}

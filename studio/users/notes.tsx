import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { maxLength, required, TextInput, usePermissions, useTranslate } from 'react-admin'
import { api } from '../api/client'
import type { Permission } from '../api/permission'
import { FormDialog } from '../kit/form_dialog'
import { Moment } from '../kit/moment'
import { Person } from '../kit/person'
import { Section } from '../kit/section'
import { useTask } from '../kit/use_task'
import { UserText } from '../kit/user_text'

/** What staff tell each other about a user. */
export const Notes = ({ userId }: { userId: number }) => {
  const translate = useTranslate()
  const { permissions = [] } = usePermissions<Permission[]>()
  const queryClient = useQueryClient()
  const [isWriting, write] = useState(false)
  const { run, isBusy } = useTask()
  const path = { user: String(userId) }
  const queryKey = ['notes on', userId]
  const { data: notes } = useQuery({
    queryKey,
    queryFn: async () => (await api.GET('/admin/users/{user}/notes', { params: { path } })).data!,
    // Notes on users of the same rank or above are refused: 403.
    retry: false,
  })
  const changed = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey }),
      queryClient.invalidateQueries({ queryKey: ['timeline of', userId] }),
    ])
  const remove = (id: number) =>
    run(async () => {
      await api.DELETE('/admin/users/{user}/notes/{id}', { params: { path: { ...path, id } } })
      await changed()
    })
  if (!notes) return null
  const mayWrite = permissions.includes('users.sanction')
  return (
    <Section title="resources.users.notes">
      {notes.length === 0 && <Typography>{translate('resources.users.no_notes')}</Typography>}
      <Stack component="ul" spacing={1} sx={{ pl: 0, m: 0, listStyle: 'none' }}>
        {notes.map(({ id, text, author, created_at: at }) => (
          <li key={id}>
            <UserText>{text}</UserText>
            <Typography component="div" variant="body2" color="textSecondary">
              <Person of={author} /> · <Moment at={at} />
              {mayWrite && (
                <Button size="small" disabled={isBusy} onClick={() => void remove(id)}>
                  {translate('resources.users.delete_note', { id })}
                </Button>
              )}
            </Typography>
          </li>
        ))}
      </Stack>
      {mayWrite && (
        <Button onClick={() => write(true)}>{translate('resources.users.write_note')}</Button>
      )}
      {isWriting && (
        <FormDialog<{ text: string }>
          title={translate('resources.users.write_note')}
          submit="ra.action.save"
          act={async (body) => {
            await api.POST('/admin/users/{user}/notes', { params: { path }, body })
            await changed()
          }}
          close={() => write(false)}
        >
          <TextInput
            source="text"
            label="resources.users.note"
            helperText="resources.users.note_help"
            validate={[required(), maxLength(2000)]}
            multiline
            minRows={3}
            autoFocus
            fullWidth
          />
        </FormDialog>
      )}
    </Section>
  )
}

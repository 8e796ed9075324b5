import {
  CreateBase,
  maxLength,
  regex,
  required,
  SimpleForm,
  TextInput,
  Title,
  useRedirect,
  useTranslate,
} from 'react-admin'
import { api } from '../api/client'
import { nextCursorIn } from '../api/page_cursors'
import { useTask } from '../kit/use_task'

interface Values {
  name: string
  title: string
}

/** Names the type. Its schema is written on the next page. */
export const TypeCreate = () => {
  const translate = useTranslate()
  const redirect = useRedirect()
  const { run } = useTask()

  const create = async (values: object) => {
    const { name, title } = values as Values
    let isTaken = false
    const errors = await run(async () => {
      // A PUT makes or changes a type: it must not change one that is there.
      isTaken = await exists(name)
      if (isTaken) return
      await api.PUT('/types/{type}', { params: { path: { type: name } }, body: { title } })
      redirect('edit', 'types', name)
    })
    return isTaken ? { name: translate('resources.types.taken') } : errors
  }
  return (
    <CreateBase>
      <Title
        title={translate('ra.page.create', {
          name: translate('resources.types.name', { smart_count: 1 }),
        })}
      />
      <SimpleForm onSubmit={create} sx={{ mt: 2 }}>
        <TextInput
          source="name"
          helperText="resources.types.name_help"
          validate={[required(), maxLength(30), regex(/^[a-z][a-z0-9_-]*$/)]}
          slotProps={{ htmlInput: { autoCapitalize: 'none' } }}
          autoFocus
          fullWidth
        />
        <TextInput source="title" validate={[required(), maxLength(100)]} fullWidth />
      </SimpleForm>
    </CreateBase>
  )
}

async function exists(name: string): Promise<boolean> {
  let cursor: string | undefined
  do {
    const query = { limit: 100, fields: 'name', cursor }
    const { data, response } = await api.GET('/types', { params: { query } })
    if (data!.some((type) => type.name === name)) return true
    cursor = nextCursorIn(response)
  } while (cursor)
  return false
}

import { useQuery } from '@tanstack/react-query'
import { Create, maxLength, required, SelectInput, SimpleForm, TextInput } from 'react-admin'
import { api } from '../api/client'

const asDraft = (fields: object) => ({ ...fields, published: false, content_format: 'markdown' })

/** Begins a draft. The editor has the rest. */
export const PostCreate = () => (
  <Create transform={asDraft} redirect="edit">
    <SimpleForm defaultValues={{ type: 'post' }}>
      <TypeInput />
      <TextInput source="title" validate={[required(), maxLength(200)]} fullWidth autoFocus />
      <TextInput source="content" validate={required()} multiline minRows={8} fullWidth />
    </SimpleForm>
  </Create>
)

/** A site with one type of posts has nothing to choose. */
const TypeInput = () => {
  const { data: types = [] } = useQuery({
    queryKey: ['types'],
    queryFn: async () => (await api.GET('/types')).data!,
  })
  if (types.length < 2) return null
  const choices = types.map(({ name, title }) => ({ id: name, name: title }))
  return (
    <SelectInput source="type" choices={choices} translateChoice={false} validate={required()} />
  )
}

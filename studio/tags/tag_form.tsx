import { maxLength, required, SimpleForm, TextInput } from 'react-admin'

export const TagForm = () => (
  <SimpleForm>
    <TextInput source="name" validate={[required(), maxLength(50)]} fullWidth />
    <TextInput source="description" validate={maxLength(500)} multiline fullWidth />
  </SimpleForm>
)

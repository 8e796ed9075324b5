import { maxLength, minLength, required, SimpleForm, TextInput } from 'react-admin'

export const ReasonForm = () => (
  <SimpleForm>
    <TextInput source="title" validate={[required(), maxLength(60)]} fullWidth />
    <TextInput
      source="text"
      helperText="plaza.reason_help"
      validate={[required(), minLength(3), maxLength(500)]}
      fullWidth
    />
  </SimpleForm>
)

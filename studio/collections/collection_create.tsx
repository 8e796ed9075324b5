import { Create, maxLength, required, SimpleForm, TextInput } from 'react-admin'

/** Its posts are chosen on the next page. */
export const CollectionCreate = () => (
  <Create redirect="edit">
    <SimpleForm sanitizeEmptyValues>
      <TextInput source="title" validate={[required(), maxLength(200)]} autoFocus fullWidth />
      <TextInput
        source="slug"
        helperText="resources.collections.slug_help"
        validate={maxLength(100)}
        fullWidth
      />
      <TextInput source="description" validate={maxLength(500)} multiline fullWidth />
    </SimpleForm>
  </Create>
)

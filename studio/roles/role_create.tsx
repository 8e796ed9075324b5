import { Create, maxLength, regex, required, SimpleForm, TextInput } from 'react-admin'
import { PermissionsInput } from './permissions_input'
import { RankInput } from './rank_input'

export const RoleCreate = () => (
  <Create redirect="list">
    <SimpleForm defaultValues={{ rank: 0, permissions: [] }}>
      <TextInput
        source="name"
        helperText="resources.roles.name_help"
        validate={[required(), maxLength(30), regex(/^[a-z0-9_-]+$/)]}
        slotProps={{ htmlInput: { autoCapitalize: 'none' } }}
        autoFocus
        fullWidth
      />
      <RankInput />
      <PermissionsInput />
    </SimpleForm>
  </Create>
)

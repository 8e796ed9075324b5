import { SelectInput, required } from 'react-admin'

/** Only admins have the highest rank. */
const choices = [0, 1].map((id) => ({ id, name: `resources.roles.ranks.${id}` }))

export const RankInput = () => (
  <SelectInput
    source="rank"
    label="resources.roles.fields.rank"
    helperText="resources.roles.rank_help"
    choices={choices}
    validate={required()}
    fullWidth
  />
)

import { Edit } from 'react-admin'
import { TagForm } from './tag_form'

/** The slug of a renamed tag leads to the new one. */
export const TagEdit = () => (
  <Edit mutationMode="pessimistic" redirect="list">
    <TagForm />
  </Edit>
)

import { Create } from 'react-admin'
import { TagForm } from './tag_form'

export const TagCreate = () => (
  <Create redirect="list">
    <TagForm />
  </Create>
)

import { Edit } from 'react-admin'
import { ReasonForm } from './reason_form'

export const ReasonEdit = () => (
  <Edit mutationMode="pessimistic" redirect="list">
    <ReasonForm />
  </Edit>
)

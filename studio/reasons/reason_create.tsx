import { Create } from 'react-admin'
import { ReasonForm } from './reason_form'

export const ReasonCreate = () => (
  <Create redirect="list">
    <ReasonForm />
  </Create>
)

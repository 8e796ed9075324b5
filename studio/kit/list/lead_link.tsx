import { Link } from 'react-router'
import { UserText } from '../user_text'

interface Props {
  to: string
  id: number | string
  children: string
}

/** The link of a row, which the keys j and k reach. */
export const LeadLink = ({ to, id, children }: Props) => (
  <Link to={to} data-row={id} style={{ color: 'inherit' }}>
    <UserText lines={2}>{children}</UserText>
  </Link>
)

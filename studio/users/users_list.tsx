import type { Schemas } from '../api/client'
import { LeadLink } from '../kit/list/lead_link'
import { RecordList } from '../kit/list/record_list'

type User = Schemas['StaffUser']

const shown = [
  'username',
  'email',
  'role',
  'status',
  'posts_count',
  'comments_count',
  'reports_count',
  'created_at',
]

const renders = {
  username: ({ id, username, display_name: name }: User) => (
    <LeadLink id={id} to={`/users/${id}/show`}>
      {name ? `${name} (@${username})` : `@${username}`}
    </LeadLink>
  ),
}

const tabs = { by: 'status' }

const filters = { alwaysOn: ['search'], without: ['status'] }

/** All accounts, the newest first. */
export const UsersList = () => (
  <RecordList
    list="users"
    shown={shown}
    renders={renders}
    needs={['username', 'display_name']}
    sort={{ field: 'created_at', order: 'DESC' }}
    filters={filters}
    tabs={tabs}
    acts="user"
  />
)

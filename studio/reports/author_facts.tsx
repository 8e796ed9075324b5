import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { usePermissions, useTranslate } from 'react-admin'
import { Link } from 'react-router'
import type { Permission } from '../api/permission'
import { api } from '../api/client'
import { Moment } from '../kit/moment'

const counted = [
  'posts_count',
  'comments_count',
  'reports_count',
  'removals_count',
  'sessions_count',
] as const

/** The author of what was reported in numbers, for those who may read accounts. */
export const AuthorFacts = ({ id }: { id: number }) => {
  const translate = useTranslate()
  const { permissions = [] } = usePermissions<Permission[]>()
  const { data: user } = useQuery({
    queryKey: ['author of a report', id],
    queryFn: async () =>
      (await api.GET('/admin/users/{user}', { params: { path: { user: String(id) } } })).data!,
    enabled: permissions.includes('users.read_private'),
  })
  if (!user) return null
  return (
    <>
      <Typography variant="body2">
        {translate('resources.users.fields.created_at')} <Moment at={user.created_at} />
        {' · '}
        {translate(`resources.users.status.${user.status}`)}
      </Typography>
      <Typography variant="body2" gutterBottom>
        {counted
          .map((name) => `${translate(`resources.users.fields.${name}`)}: ${user[name]}`)
          .join(' · ')}
      </Typography>
      <Link to={`/users/${id}/show`} style={{ color: 'inherit' }}>
        {translate('resources.users.timeline')}
      </Link>
    </>
  )
}

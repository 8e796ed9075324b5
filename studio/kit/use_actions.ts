import { useQuery } from '@tanstack/react-query'
import { usePermissions } from 'react-admin'
import { api, type Schemas } from '../api/client'
import type { Permission } from '../api/permission'

export type StaffAction = Schemas['StaffAction']

export type TargetType = StaffAction['target_type']

/** Any of these permissions opens the list of actions. */
const needed: Permission[] = [
  'posts.remove',
  'posts.lock',
  'comments.remove',
  'media.remove',
  'users.sanction',
  'users.manage',
]

/** What the one who looks can do with targets of a type. The server says which actions there are. */
export function useActions(type: TargetType | undefined): StaffAction[] {
  const { permissions = [] } = usePermissions<Permission[]>()
  const { data = [] } = useQuery({
    queryKey: ['staff actions'],
    queryFn: async () => (await api.GET('/admin/actions')).data!,
    enabled: needed.some((one) => permissions.includes(one)),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return data.filter(
    ({ target_type: target, permission }) => target === type && permissions.includes(permission)
  )
}

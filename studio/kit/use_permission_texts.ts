import { useQuery } from '@tanstack/react-query'
import { useLocaleState, usePermissions } from 'react-admin'
import { api } from '../api/client'
import type { Permission } from '../api/permission'
import { germanPermissions } from './german_permissions'

/** @returns what a permission lets a user do; its name where the API does not tell this user */
export function usePermissionTexts() {
  const [locale] = useLocaleState()
  const { permissions = [] } = usePermissions<Permission[]>()
  const { data: all = [] } = useQuery({
    queryKey: ['permissions'],
    queryFn: async () => (await api.GET('/admin/permissions')).data!,
    enabled: locale !== 'de' && permissions.includes('roles.manage'),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const english = new Map<string, string>(all.map(({ name, description }) => [name, description]))
  return (name: Permission) =>
    locale === 'de' ? germanPermissions[name] : (english.get(name) ?? name)
}

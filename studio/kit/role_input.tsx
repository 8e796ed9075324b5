import { useQuery } from '@tanstack/react-query'
import { SelectInput, type SelectInputProps } from 'react-admin'
import { api } from '../api/client'
import { ownAccount } from '../api/own_account'

/** Those of no higher rank than the user's own, with no permission that the user lacks. */
async function rolesToGive() {
  const [{ data }, { role, permissions = [] }] = await Promise.all([
    api.GET('/admin/roles'),
    ownAccount(),
  ])
  const roles = data!
  const rank = roles.find(({ name }) => name === role)?.rank ?? 0
  const own = new Set<string>(permissions)
  return roles.filter((one) => one.rank <= rank && one.permissions.every((each) => own.has(each)))
}

/** One of the roles that the user may give. Needs the permission `users.manage`. */
export const RoleInput = (props: Omit<SelectInputProps, 'choices' | 'source'>) => {
  const { data: roles = [], isPending } = useQuery({
    queryKey: ['roles to give'],
    queryFn: rolesToGive,
    staleTime: 60_000,
  })
  return (
    <SelectInput
      {...props}
      source="role"
      choices={roles.map(({ name }) => ({ id: name, name }))}
      translateChoice={false}
      isPending={isPending}
      fullWidth
    />
  )
}

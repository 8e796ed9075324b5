import Box from '@mui/material/Box'
import Checkbox from '@mui/material/Checkbox'
import FormControlLabel from '@mui/material/FormControlLabel'
import Typography from '@mui/material/Typography'
import type { ReactNode } from 'react'
import { usePermissions, useTranslate } from 'react-admin'
import { useController } from 'react-hook-form'
import type { Permission } from '../api/permission'
import { permissionNames } from '../kit/german_permissions'
import { usePermissionTexts } from '../kit/use_permission_texts'

const nounOf = (name: Permission) => name.slice(0, name.indexOf('.'))

/** Permissions by what they are about, in the order of the API. */
const groups = [...new Set(permissionNames.map(nounOf))].map(
  (noun) => [noun, permissionNames.filter((name) => nounOf(name) === noun)] as const
)

/** Checkboxes for all permissions. Users give none that they lack themselves. */
export const PermissionsInput = () => {
  const translate = useTranslate()
  const { permissions: own = [] } = usePermissions<Permission[]>()
  const { field } = useController({ name: 'permissions' })
  const granted: Permission[] = field.value
  const change = (name: Permission, isGranted: boolean) =>
    field.onChange(
      permissionNames.filter((one) => (one === name ? isGranted : granted.includes(one)))
    )
  return (
    <Groups of={groups}>
      {(name) => {
        const isLacking = !own.includes(name) && !granted.includes(name)
        return (
          <FormControlLabel
            key={name}
            control={
              <Checkbox
                size="small"
                checked={granted.includes(name)}
                onChange={(_, isGranted) => change(name, isGranted)}
                sx={{ py: 0.25 }}
              />
            }
            label={<Described name={name} />}
            disabled={isLacking}
            title={isLacking ? translate('resources.roles.lacking') : undefined}
            sx={{ alignItems: 'start', mr: 0 }}
          />
        )
      }}
    </Groups>
  )
}

/** The same for a role that can't be changed. */
export const PermissionsShown = ({ granted }: { granted: readonly Permission[] }) => {
  const translate = useTranslate()
  if (granted.length === 0) return <Typography>{translate('resources.roles.none')}</Typography>
  const shown = groups
    .map(([noun, names]) => [noun, names.filter((name) => granted.includes(name))] as const)
    .filter(([, names]) => names.length > 0)
  return (
    <Groups of={shown}>
      {(name) => (
        <div key={name}>
          <Described name={name} />
        </div>
      )}
    </Groups>
  )
}

interface GroupsProps {
  of: readonly (readonly [string, readonly Permission[]])[]
  children: (name: Permission) => ReactNode
}

const Groups = ({ of, children }: GroupsProps) => {
  const translate = useTranslate()
  return (
    <Box sx={{ width: 1, columnWidth: '300px', columnGap: 3 }}>
      {of.map(([noun, names]) => (
        <Box
          key={noun}
          component="fieldset"
          sx={{
            border: 0,
            p: 0,
            m: 0,
            mb: 2,
            breakInside: 'avoid',
            minWidth: 0,
            display: 'grid',
            gap: 0.5,
            alignContent: 'start',
          }}
        >
          <Typography component="legend" sx={{ fontWeight: 600, p: 0, mb: 0.5 }}>
            {translate(`resources.roles.about.${noun}`, { _: noun })}
          </Typography>
          {names.map(children)}
        </Box>
      ))}
    </Box>
  )
}

const Described = ({ name }: { name: Permission }) => {
  const textOf = usePermissionTexts()
  return (
    <>
      {textOf(name)}
      <Typography component="div" variant="caption" color="textSecondary">
        <code>{name}</code>
      </Typography>
    </>
  )
}

import HomeOutlined from '@mui/icons-material/HomeOutlined'
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { createElement } from 'react'
import {
  Menu as MenuOfReactAdmin,
  usePermissions,
  useSidebarState,
  useTranslate,
} from 'react-admin'
import type { Permission } from '../api/permission'
import { nouns } from '../nouns'
import type { Noun } from './noun'

const groups = ['moderation', 'content', 'site'] as const

/** What the signed-in user may open, in groups. */
export const Menu = () => {
  const { permissions = [] } = usePermissions<Permission[]>()
  const mayOpen = ({ needs }: Noun) => !needs || needs.some((one) => permissions.includes(one))
  return (
    <MenuOfReactAdmin>
      <MenuOfReactAdmin.Item to="/" primaryText="plaza.menu.home" leftIcon={<HomeOutlined />} />
      {groups.map((group) => (
        <Group
          key={group}
          group={group}
          members={nouns.filter((noun) => noun.group === group && mayOpen(noun))}
        />
      ))}
    </MenuOfReactAdmin>
  )
}

const Group = ({ group, members }: { group: string; members: Noun[] }) => {
  const translate = useTranslate()
  const [isOpen] = useSidebarState()
  if (members.length === 0) return null
  const label = translate(`plaza.menu.${group}`)
  return (
    <Box role="group" aria-label={label}>
      {isOpen && (
        <Typography
          component="div"
          variant="caption"
          color="textSecondary"
          aria-hidden
          sx={{ px: 2, pt: 1.5, pb: 0.5, fontWeight: 600 }}
        >
          {label}
        </Typography>
      )}
      {members.map(({ name, icon }) => (
        <MenuOfReactAdmin.Item
          key={name}
          to={`/${name}`}
          primaryText={translate(`resources.${name}.name`, { smart_count: 2 })}
          leftIcon={createElement(icon)}
        />
      ))}
    </Box>
  )
}

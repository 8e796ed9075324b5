import AdminPanelSettings from '@mui/icons-material/AdminPanelSettingsOutlined'
import { defineNoun, screen } from '../kit/noun'
import { roleTexts } from './texts'

export const roles = defineNoun({
  name: 'roles',
  texts: roleTexts,
  icon: AdminPanelSettings,
  group: 'site',
  needs: ['roles.manage'],
  api: { list: '/admin/roles', key: 'name', isWhole: true, sorts: {} },
  screens: {
    list: screen(() => import('./roles_list'), 'RolesList'),
    edit: screen(() => import('./role_edit'), 'RoleEdit'),
    create: screen(() => import('./role_create'), 'RoleCreate'),
  },
  represent: ({ name }) => name,
})

import PersonAdd from '@mui/icons-material/PersonAddOutlined'
import { defineNoun, screen } from '../kit/noun'
import { inviteTexts } from './texts'

export const invites = defineNoun({
  name: 'invites',
  texts: inviteTexts,
  icon: PersonAdd,
  group: 'site',
  needs: ['invites.create'],
  api: { list: '/invites', sorts: {} },
  screens: { list: screen(() => import('./invites_list'), 'InvitesList') },
  represent: ({ id, email }) => email ?? `#${id}`,
})

import People from '@mui/icons-material/PeopleOutlined'
import { defineNoun, screen } from '../kit/noun'
import { userTexts } from './texts'

export const users = defineNoun({
  name: 'users',
  texts: userTexts,
  icon: People,
  group: 'moderation',
  needs: ['users.read_private'],
  api: { list: '/admin/users', sorts: { created_at: { ASC: 'old', DESC: 'new' } } },
  screens: {
    list: screen(() => import('./users_list'), 'UsersList'),
    show: screen(() => import('./user_show'), 'UserShow'),
  },
  represent: ({ username }) => `@${username}`,
})

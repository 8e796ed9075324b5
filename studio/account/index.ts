import AccountCircle from '@mui/icons-material/AccountCircleOutlined'
import { defineNoun, screen } from '../kit/noun'
import { accountTexts } from './texts'

/** Everybody's own. It is opened from the menu of the user. */
export const account = defineNoun({
  name: 'account',
  texts: accountTexts,
  icon: AccountCircle,
  screens: { list: screen(() => import('./account'), 'Account') },
  represent: ({ username }) => username,
})

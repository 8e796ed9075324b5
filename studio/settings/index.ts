import Tune from '@mui/icons-material/TuneOutlined'
import { defineNoun, screen } from '../kit/noun'
import { settingTexts } from './texts'

export const settings = defineNoun({
  name: 'settings',
  texts: settingTexts,
  icon: Tune,
  group: 'site',
  needs: ['settings.read'],
  screens: { list: screen(() => import('./settings'), 'Settings') },
  represent: ({ name }) => name,
})

import CalendarMonth from '@mui/icons-material/CalendarMonthOutlined'
import { defineNoun, screen } from '../kit/noun'
import { calendarTexts } from './texts'

export const calendar = defineNoun({
  name: 'calendar',
  texts: calendarTexts,
  icon: CalendarMonth,
  group: 'content',
  needs: ['posts.read_any'],
  api: { list: '/admin/posts', sorts: {} },
  screens: { list: screen(() => import('./calendar'), 'Calendar') },
  represent: ({ title }) => title,
})

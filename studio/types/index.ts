import Category from '@mui/icons-material/CategoryOutlined'
import { defineNoun, screen } from '../kit/noun'
import { typeTexts } from './texts'

export const types = defineNoun({
  name: 'types',
  texts: typeTexts,
  icon: Category,
  group: 'site',
  needs: ['types.manage'],
  api: { list: '/types', key: 'name', sorts: {} },
  screens: {
    list: screen(() => import('./types_list'), 'TypesList'),
    edit: screen(() => import('./type_edit'), 'TypeEdit'),
    create: screen(() => import('./type_create'), 'TypeCreate'),
  },
  represent: ({ title }) => title,
})

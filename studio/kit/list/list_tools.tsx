import useMediaQuery from '@mui/material/useMediaQuery'
import type { Theme } from '@mui/material/styles'
import type { ReactNode } from 'react'
import {
  CreateButton,
  FilterButton,
  SortButton,
  TopToolbar,
  useResourceContext,
  useResourceDefinition,
} from 'react-admin'
import type { ListName } from '../../api/lists'
import { resourceOf } from '../../api/resources'
import type { SavedViews, ViewedList } from '../views/use_saved_views'
import { ViewsButton } from '../views/views_button'
import { ColumnsButton } from './columns_button'
import type { Columns } from './use_columns'

interface Props {
  list: ListName
  saved: SavedViews
  columns: Columns
  labelOf: (name: string) => string
  children?: ReactNode
}

/** What stands above a list: its views, its columns and further filters. */
export const ListTools = ({ list, saved, columns, labelOf, children }: Props) => {
  const { hasCreate } = useResourceDefinition()
  const sorts = Object.keys(resourceOf(useResourceContext()!).sorts)
  // Their heads sort the columns of a table.
  const isNarrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'))
  return (
    <TopToolbar sx={{ flexWrap: { xs: 'wrap', sm: 'nowrap' }, alignItems: 'center' }}>
      {saved.isViewed && <ViewsButton list={list as ViewedList} saved={saved} columns={columns} />}
      <ColumnsButton columns={columns} labelOf={labelOf} />
      {isNarrow && sorts.length > 0 && <SortButton fields={sorts} />}
      <FilterButton disableSaveQuery />
      {children}
      {hasCreate && <CreateButton />}
    </TopToolbar>
  )
}

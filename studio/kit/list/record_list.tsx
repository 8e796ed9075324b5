import useMediaQuery from '@mui/material/useMediaQuery'
import type { Theme } from '@mui/material/styles'
import type { ReactElement, ReactNode } from 'react'
import { List, useResourceContext, type SortPayload } from 'react-admin'
import type { ListName } from '../../api/lists'
import { useActions, type TargetType } from '../use_actions'
import { useSavedViews } from '../views/use_saved_views'
import { ActOnRecord } from './act_on_record'
import { ActsOnSelection } from './acts_on_selection'
import type { Renders } from './column_cell'
import { ListTools } from './list_tools'
import { NarrowRows } from './narrow_rows'
import { RecordTable } from './record_table'
import { RowKeys } from './row_keys'
import { StatusTabs, type TabsFacts } from './status_tabs'
import { useColumns } from './use_columns'
import { useFilterInputs, type FilterFacts } from './use_filter_inputs'
import { useLabel } from './use_label'

interface Props {
  list: ListName
  /** The columns at first. The first one leads to the record, and always stays. */
  shown: readonly string[]
  /** Cells that are more than their value, by column. */
  renders: Renders
  /** Members that the rows need whatever the columns are. */
  needs?: readonly string[]
  sort: SortPayload
  /** The filter at first. */
  filter?: Record<string, string>
  filters?: FilterFacts
  /** The filter whose values are tabs, and the order of those. */
  tabs?: TabsFacts
  /** Staff's actions are on targets of this type. */
  acts?: TargetType
  /** What can be done with the selection, if it is not staff's actions. */
  selection?: ReactNode
  tools?: ReactElement
}

/** A list with the columns and filters of its definition, and with saved views. */
export const RecordList = (props: Props) => {
  const { list, shown, renders, sort, filter, filters, tabs, acts, selection, tools } = props
  const noun = useResourceContext()!
  const saved = useSavedViews(list, { noun, sort, filter })
  const columns = useColumns({ list, shown, renders, view: saved.active })
  const inputs = useFilterInputs(list, noun, filters)
  const labelOf = useLabel(list, noun)
  const mayAct = useActions(acts).length > 0
  const needs = ['id', ...(acts ? ['updated_at'] : []), ...(props.needs ?? [])]
  const fields = [...new Set([...needs, ...columns.names])].join()
  const rows = {
    ...{ list, noun, renders, labelOf },
    names: columns.names,
    actions: acts && mayAct && <ActOnRecord type={acts} />,
    isSelectable: mayAct || selection !== undefined,
  }
  const isNarrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'))
  return (
    <List
      filters={inputs}
      filterDefaultValues={filter}
      sort={sort}
      perPage={25}
      exporter={false}
      empty={false}
      queryOptions={{ meta: { fields } }}
      actions={
        <ListTools list={list} saved={saved} columns={columns} labelOf={labelOf}>
          {tools}
        </ListTools>
      }
    >
      {tabs && <StatusTabs list={list} {...tabs} />}
      {isNarrow ? <NarrowRows {...rows} /> : <RecordTable {...rows} />}
      {selection ?? (acts ? <ActsOnSelection type={acts} fields={needs.join()} /> : <RowKeys />)}
    </List>
  )
}

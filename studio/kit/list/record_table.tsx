import Box from '@mui/material/Box'
import type { ReactNode } from 'react'
import { DataTable } from 'react-admin'
import { lists } from '../../api/lists'
import { resourceOf } from '../../api/resources'
import { ColumnCell, type ColumnFacts } from './column_cell'
import { Rows } from './rows'
import { scrolling } from '../scrolling'

interface Props extends ColumnFacts {
  names: string[]
  labelOf: (name: string) => string
  actions?: ReactNode
  isSelectable: boolean
}

/** The chosen columns of a list, with its orders in their heads. */
export const RecordTable = ({ names, labelOf, actions, isSelectable, ...facts }: Props) => {
  const { columns } = lists[facts.list]
  const { sorts } = resourceOf(facts.noun)
  return (
    <Box sx={scrolling}>
      <DataTable
        rowClick={false}
        // The bar of the selection stands below.
        bulkActionButtons={isSelectable ? <></> : false}
        bulkActionsToolbar={<></>}
        body={Rows}
      >
        {names.map((name) => (
          <DataTable.Col
            key={name}
            source={name}
            label={labelOf(name)}
            disableSort={!(name in sorts)}
            // Texts from A to Z, times from the last on.
            sortByOrder={columns[name].kind === 'time' ? 'DESC' : 'ASC'}
            align={columns[name].kind === 'integer' ? 'right' : 'left'}
          >
            {/* Columns with long words leave the leading one this room. */}
            <Box sx={{ minWidth: name === names[0] ? '11rem' : 0 }}>
              <ColumnCell name={name} {...facts} />
            </Box>
          </DataTable.Col>
        ))}
        {actions && (
          <DataTable.Col source="actions" disableSort>
            {actions}
          </DataTable.Col>
        )}
      </DataTable>
    </Box>
  )
}

import Checkbox from '@mui/material/Checkbox'
import TableCell from '@mui/material/TableCell'
import TableRow from '@mui/material/TableRow'
import type { MouseEvent, ReactNode } from 'react'
import {
  DataTableBody,
  useDataTableCallbacksContext,
  useDataTableConfigContext,
  useDataTableSelectedIdsContext,
  useGetRecordRepresentation,
  useRecordContext,
  useResourceContext,
  useTranslate,
} from 'react-admin'

/** The rows of a table, each with a checkbox that names its record. */
export const Rows = ({ children }: { children?: ReactNode }) => (
  <DataTableBody row={Row}>{children}</DataTableBody>
)

const Row = ({ children }: { children?: ReactNode }) => {
  const { hasBulkActions } = useDataTableConfigContext()
  const { handleToggleItem } = useDataTableCallbacksContext()
  const selectedIds = useDataTableSelectedIdsContext() ?? []
  const { id } = useRecordContext()!
  const isSelected = selectedIds.includes(id)
  return (
    <TableRow hover selected={isSelected}>
      {hasBulkActions && (
        <TableCell padding="checkbox">
          <SelectBox
            isSelected={isSelected}
            // With Shift, all rows up to it.
            toggle={(event) => handleToggleItem?.(id, event)}
          />
        </TableCell>
      )}
      {children}
    </TableRow>
  )
}

interface SelectBoxProps {
  isSelected: boolean
  toggle: (event: MouseEvent<HTMLInputElement>) => void
}

/** Selects the record of its context. */
export const SelectBox = ({ isSelected, toggle }: SelectBoxProps) => {
  const translate = useTranslate()
  const record = useRecordContext()
  const represent = useGetRecordRepresentation(useResourceContext()!)
  const name = represent(record)
  return (
    <Checkbox
      checked={isSelected}
      sx={{ alignSelf: 'flex-start' }}
      slotProps={{
        input: {
          'aria-label': translate('plaza.list.select', { name }),
          'onClick': toggle,
          'readOnly': true,
        },
      }}
    />
  )
}

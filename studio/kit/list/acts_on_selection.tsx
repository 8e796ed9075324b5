import Button from '@mui/material/Button'
import { useState } from 'react'
import {
  useGetRecordRepresentation,
  useListContext,
  useNotify,
  useRefresh,
  useTranslate,
} from 'react-admin'
import { BulkDialog, isForMany } from '../bulk/bulk_dialog'
import type { Target } from '../bulk/use_bulk'
import { useShortcuts } from '../shortcuts'
import { useActions, type TargetType } from '../use_actions'
import { focusedRow } from './row_focus'
import { rowKeys } from './row_keys'
import { MAX_SELECTED, SelectMatching } from './select_matching'
import { SelectionBar } from './selection_bar'
import { useSelection } from './use_selection'

interface Props {
  type: TargetType
  /** The members that the rows need, for those that are on no page yet. */
  fields: string
}

/** One action on what is selected. */
export const ActsOnSelection = ({ type, fields }: Props) => {
  const translate = useTranslate()
  const notify = useNotify()
  const refresh = useRefresh()
  const { resource, onToggleItem } = useListContext()
  const represent = useGetRecordRepresentation(resource)
  const { records, remember, unselectAll } = useSelection()
  const [targets, setTargets] = useState<Target[]>()
  const mayAct = useActions(type).some(isForMany)

  const open = () => {
    if (records.length === 0) return
    if (records.length > MAX_SELECTED) return notify('plaza.bulk.too_many', { type: 'warning' })
    setTargets(
      records.map((record) => ({
        id: Number(record.id),
        name: String(represent(record)),
        updatedAt: record.updated_at,
      }))
    )
  }
  const toggle = () => {
    const id = focusedRow()
    if (id !== undefined) onToggleItem(id)
  }
  const keys = [
    { key: 'x', label: 'plaza.list.keys.select', act: toggle },
    { key: 'm', label: 'plaza.list.keys.act', act: open },
  ]
  useShortcuts([...rowKeys, ...(mayAct ? keys : [])])
  if (!mayAct) return null
  return (
    <>
      <SelectionBar count={records.length} unselect={unselectAll}>
        <Button variant="contained" size="small" onClick={open}>
          {translate('plaza.bulk.act')}
        </Button>
        <SelectMatching fields={fields} remember={remember} />
      </SelectionBar>
      {targets && (
        <BulkDialog
          type={type}
          targets={targets}
          close={() => setTargets(undefined)}
          done={() => {
            unselectAll()
            refresh()
          }}
        />
      )}
    </>
  )
}

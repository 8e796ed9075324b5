import { useEffect, useRef } from 'react'
import { useListContext, useUnselectAll, type RaRecord } from 'react-admin'

/**
 * What is selected on a list, with the records as the user saw them. It ends with the list: what another visit selected
 * is out of sight.
 */
export function useSelection() {
  const { data, resource, selectedIds = [] } = useListContext<RaRecord>()
  const unselectAll = useUnselectAll(resource)
  const seen = useRef(new Map<RaRecord['id'], RaRecord>())
  for (const record of data ?? []) seen.current.set(record.id, record)

  const clear = useRef(unselectAll)
  clear.current = unselectAll
  useEffect(() => {
    clear.current()
  }, [])
  const remember = (records: RaRecord[]) => {
    for (const record of records) seen.current.set(record.id, record)
  }
  const records = selectedIds.flatMap((id) => seen.current.get(id) ?? [])
  return { records, remember, unselectAll }
}

import { useShortcuts } from '../shortcuts'
import { moveFocus } from './row_focus'

/** The keys that go from row to row. */
export const rowKeys = [
  { key: 'j', label: 'plaza.list.keys.next', act: () => moveFocus(1) },
  { key: 'k', label: 'plaza.list.keys.previous', act: () => moveFocus(-1) },
]

/** The keys of a list whose rows can't be selected. */
export const RowKeys = () => {
  useShortcuts(rowKeys)
  return null
}

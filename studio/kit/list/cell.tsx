import Box from '@mui/material/Box'
import { useRecordContext, useTranslate } from 'react-admin'
import type { ColumnKind } from '../../api/lists'
import { Moment } from '../moment'
import { Person } from '../person'
import { hasLongWord, UserText } from '../user_text'

interface Props {
  /** The noun that has the texts of its values. */
  noun: string
  name: string
  kind: ColumnKind
}

/** A member of a row, by its kind. */
export const Cell = ({ noun, name, kind }: Props) => {
  const translate = useTranslate()
  const value = useRecordContext()?.[name] ?? null
  if (value === null) return kind === 'person' ? <Person of={null} /> : <>–</>
  if (kind === 'time') return <Moment at={value} />
  if (kind === 'person') return <Person of={value} />
  if (kind === 'list') return <Text lines={2}>{value.join(', ') || '–'}</Text>
  if (kind === 'boolean') return <>{translate(`ra.boolean.${value}`)}</>
  if (kind === 'enum') return <>{translate(`resources.${noun}.${name}.${value}`, { _: value })}</>
  if (kind === 'text') return <Text lines={3}>{value}</Text>
  return <>{value}</>
}

/** Beside columns with whole words, one with a long word would get no room. */
const Text = ({ children, lines }: { children: string; lines: number }) => (
  <Box sx={{ minWidth: { sm: hasLongWord(children) ? '9rem' : 0 } }}>
    <UserText lines={lines}>{children}</UserText>
  </Box>
)

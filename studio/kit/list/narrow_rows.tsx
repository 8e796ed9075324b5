import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import type { ReactNode } from 'react'
import { ListNoResults, RecordContextProvider, useListContext, type RaRecord } from 'react-admin'
import { ColumnCell, type ColumnFacts } from './column_cell'
import { SelectBox } from './rows'

interface Props extends ColumnFacts {
  names: string[]
  labelOf: (name: string) => string
  actions?: ReactNode
  isSelectable: boolean
}

/** On a phone each record stands below the other, its columns too. */
export const NarrowRows = ({ names, labelOf, actions, isSelectable, ...facts }: Props) => {
  const { data, isPending, selectedIds = [], onToggleItem } = useListContext<RaRecord>()
  const [lead, ...others] = names
  if (isPending) return null
  if (!data || data.length === 0) return <ListNoResults />
  return (
    <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
      {data.map((record) => (
        <RecordContextProvider key={record.id} value={record}>
          <Box
            component="li"
            sx={{ display: 'flex', gap: 1, p: 1, borderBottom: 1, borderColor: 'divider' }}
          >
            {isSelectable && (
              <SelectBox
                isSelected={selectedIds.includes(record.id)}
                toggle={() => onToggleItem(record.id)}
              />
            )}
            <Box sx={{ flex: 1, minWidth: 0, py: 0.5 }}>
              <ColumnCell name={lead} {...facts} />
              <Typography component="dl" variant="body2" color="textSecondary" sx={pairs}>
                {others.map((name) => (
                  <Box key={name} sx={{ display: 'flex', gap: 0.5, minWidth: 0, maxWidth: 1 }}>
                    <dt>{labelOf(name)}:</dt>
                    <Box component="dd" sx={{ m: 0, minWidth: 0 }}>
                      <ColumnCell name={name} {...facts} />
                    </Box>
                  </Box>
                ))}
              </Typography>
              {actions}
            </Box>
          </Box>
        </RecordContextProvider>
      ))}
    </Box>
  )
}

const pairs = { display: 'flex', flexWrap: 'wrap', columnGap: 2, m: 0, mt: 0.5 }

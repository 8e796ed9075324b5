import Box from '@mui/material/Box'
import type { ReactNode } from 'react'
import { useTranslate } from 'react-admin'

interface Props {
  /** The noun whose texts name the facts. */
  noun: string
  /** Those that are null are left out. */
  facts: Record<string, ReactNode>
}

/** The names and values of a record, one below the other. */
export const Facts = ({ noun, facts }: Props) => {
  const translate = useTranslate()
  return (
    <Box component="dl" sx={{ m: 0, display: 'grid', gap: 0.5, gridTemplateColumns: '9rem 1fr' }}>
      {Object.entries(facts)
        .filter(([, fact]) => (fact ?? null) !== null)
        .map(([name, fact]) => (
          <Box key={name} sx={{ display: 'contents' }}>
            <Box component="dt" sx={{ color: 'text.secondary' }}>
              {translate(`resources.${noun}.fields.${name}`)}
            </Box>
            <Box component="dd" sx={{ m: 0, minWidth: 0, overflowWrap: 'anywhere' }}>
              {fact}
            </Box>
          </Box>
        ))}
    </Box>
  )
}

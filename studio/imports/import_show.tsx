import Stack from '@mui/material/Stack'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import Typography from '@mui/material/Typography'
import { ShowBase, Title, useRecordContext, useTranslate } from 'react-admin'
import type { Schemas } from '../api/client'
import { Facts } from '../kit/facts'
import { Moment } from '../kit/moment'
import { scrolling } from '../kit/scrolling'
import { Section } from '../kit/section'
import { UserText } from '../kit/user_text'

type Import = Schemas['Import']

/** One import with its receipt: all that came in, and what became of it. */
export const ImportShow = () => (
  <ShowBase>
    <Page />
  </ShowBase>
)

const Page = () => {
  const translate = useTranslate()
  const run = useRecordContext<Import>()
  if (!run) return null
  const facts = {
    source: <UserText lines={5}>{run.source}</UserText>,
    format: run.format,
    position: run.position,
    started_at: <Moment at={run.started_at} isExact />,
    updated_at: <Moment at={run.updated_at} isExact />,
    ended_at: run.ended_at ? (
      <Moment at={run.ended_at} isExact />
    ) : (
      translate('resources.imports.unfinished')
    ),
  }
  return (
    <Stack spacing={2} sx={{ mt: 2 }}>
      <Title title={translate('resources.imports.one', { id: run.id })} />
      <Section title="resources.imports.what">
        <Facts noun="imports" facts={facts} />
      </Section>
      <Section title="resources.imports.receipt">
        <Receipt counts={run.counts} />
        <Typography color="textSecondary" sx={{ mt: 1 }}>
          {translate('resources.imports.reasons')}
        </Typography>
      </Section>
    </Stack>
  )
}

const columns = ['in', 'created', 'changed', 'already_there', 'refused'] as const

const Receipt = ({ counts }: Pick<Import, 'counts'>) => {
  const translate = useTranslate()
  return (
    <TableContainer tabIndex={0} sx={scrolling}>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{translate('resources.imports.columns.kind')}</TableCell>
            {columns.map((name) => (
              <TableCell key={name} align="right">
                {translate(`resources.imports.columns.${name}`)}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {Object.entries(counts).map(([kind, one]) => (
            <TableRow key={kind}>
              <TableCell component="th" scope="row">
                {translate(`resources.imports.kinds.${kind}`, { _: kind })}
              </TableCell>
              {columns.map((name) => (
                <TableCell key={name} align="right">
                  {one[name]}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  )
}

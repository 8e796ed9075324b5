import Box from '@mui/material/Box'
import Stack from '@mui/material/Stack'
import { ShowBase, Title, useRecordContext, useTranslate } from 'react-admin'
import { Decisions } from './decisions'
import { History } from './history'
import type { Report } from './report'
import { Reported } from './reported'
import { Reporters } from './reporters'

/** Everything that a decision needs on one screen: what was reported, by whom, and what its author did before. */
export const ReportShow = () => (
  <ShowBase>
    <Page />
  </ShowBase>
)

const Page = () => {
  const report = useRecordContext<Report>()
  const translate = useTranslate()
  // The row of the list comes first: it lacks the reports themselves.
  if (!report?.reports) return null
  const title = translate('resources.reports.title', { id: report.id })
  return (
    <Box sx={{ mt: 2, display: 'grid', gap: 2, gridTemplateColumns: { md: '1fr 340px' } }}>
      <Title title={title} />
      <Stack spacing={2} sx={{ minWidth: 0 }}>
        <Reported report={report} />
        <Reporters report={report} />
      </Stack>
      <Stack spacing={2} sx={{ minWidth: 0 }}>
        <Decisions report={report} />
        <History report={report} />
      </Stack>
    </Box>
  )
}

import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useTranslate } from 'react-admin'
import { Moment } from '../kit/moment'
import { Person } from '../kit/person'
import { Section } from '../kit/section'
import { UserText } from '../kit/user_text'
import type { Report } from './report'
import { Reasons } from './reports_list'

/** Who reported it, and why. */
export const Reporters = ({ report }: { report: Report }) => {
  const translate = useTranslate()
  return (
    <Section title="resources.reports.reporters">
      <Reasons of={report.reasons} />
      <Stack component="ul" spacing={1.5} sx={{ pl: 0, mb: 0, listStyle: 'none' }}>
        {report.reports.map(({ id, reporter, reason, details, created_at: at }) => (
          <li key={id}>
            <Typography variant="body2" color="textSecondary">
              <Person of={reporter} /> · {translate(`resources.reports.reason.${reason}`)} ·{' '}
              <Moment at={at} />
            </Typography>
            {details && <UserText>{details}</UserText>}
          </li>
        ))}
      </Stack>
    </Section>
  )
}

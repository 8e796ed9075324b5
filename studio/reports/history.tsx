import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useTranslate } from 'react-admin'
import { Moment } from '../kit/moment'
import { Person } from '../kit/person'
import { Section } from '../kit/section'
import { UserText } from '../kit/user_text'
import { AuthorFacts } from './author_facts'
import type { Report } from './report'

/** Of the author: what staff did before. */
export const History = ({ report }: { report: Report }) => {
  const translate = useTranslate()
  return (
    <Section title="resources.reports.history">
      {report.author && <AuthorFacts id={report.author.id} />}
      {report.history.length === 0 && (
        <Typography color="textSecondary">{translate('resources.reports.no_history')}</Typography>
      )}
      <Stack component="ul" spacing={1.5} sx={{ pl: 0, m: 0, listStyle: 'none' }}>
        {report.history.map(({ id, action, actor, reason, created_at: at }) => (
          <li key={id}>
            <Typography variant="body2">
              <code>{action}</code> · <Person of={actor} /> · <Moment at={at} />
            </Typography>
            <UserText lines={3}>{reason}</UserText>
          </li>
        ))}
      </Stack>
    </Section>
  )
}

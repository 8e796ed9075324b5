import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useTranslate } from 'react-admin'
import type { Schemas } from '../api/client'
import { Moment } from '../kit/moment'
import { Person } from '../kit/person'
import { Section } from '../kit/section'
import { UserText } from '../kit/user_text'
import type { Report } from './report'
import { ReportedFile } from './reported_file'
import { Thread } from './thread'

/** The content as it stood when it was reported, and what became of it. */
export const Reported = ({ report }: { report: Report }) => {
  const translate = useTranslate()
  const { snapshots, target, target_type: type, author } = report
  return (
    <Section title={`resources.reports.reported.${report.target_type}`}>
      <Typography color="textSecondary" gutterBottom>
        {translate('resources.reports.by')} <Person of={author} />
      </Typography>
      {type === 'comment' && target && <Thread of={target as Schemas['StaffComment']} />}
      {target === null && <Alert severity="info">{translate('resources.reports.gone')}</Alert>}
      {snapshots.map(({ id, title, content, file, created_at: at }) => (
        <Box key={id} sx={{ mt: 2 }}>
          <Typography variant="body2" color="textSecondary">
            {translate('resources.reports.as_of')} <Moment at={at} />
          </Typography>
          {title && (
            <Typography sx={{ fontWeight: 600 }}>
              <UserText lines={3}>{title}</UserText>
            </Typography>
          )}
          {content !== null && <UserText>{content}</UserText>}
          {file && <ReportedFile file={file} alt={title} />}
        </Box>
      ))}
    </Section>
  )
}

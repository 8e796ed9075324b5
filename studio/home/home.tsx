import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { Title, usePermissions, useTranslate } from 'react-admin'
import { Link } from 'react-router'
import { api, type Schemas } from '../api/client'
import { staffPermissions } from '../api/lists'
import type { Permission } from '../api/permission'
import { Section } from '../kit/section'
import { Days } from './days'

/** What waits for the one who looks, what was added in the last 30 days, and how the service is. */
export const Home = () => {
  const translate = useTranslate()
  const { permissions } = usePermissions<Permission[]>()
  return (
    <Stack spacing={2} sx={{ mt: 2 }}>
      <Title title="plaza.menu.home" />
      <Typography>{translate('plaza.home.welcome')}</Typography>
      {permissions?.some((one) => staffPermissions.includes(one)) && <Numbers />}
    </Stack>
  )
}

const Numbers = () => {
  const { data } = useQuery({
    queryKey: ['overview'],
    queryFn: async () => (await api.GET('/admin/overview')).data!,
  })
  if (!data) return null
  return (
    <>
      <Waiting overview={data} />
      {data.days && (
        <Section title="plaza.home.days">
          <Days days={data.days} />
        </Section>
      )}
      {data.checks && (
        <Section title="plaza.home.health">
          <Checks checks={data.checks} />
        </Section>
      )}
    </>
  )
}

type Overview = Schemas['Overview']

const Waiting = ({ overview }: { overview: Overview }) => {
  const { reports, applications, reviews, schedules, mails, jobs } = overview
  const translate = useTranslate()
  const filter = (values: object) => encodeURIComponent(JSON.stringify(values))
  const lines = [
    reports && { name: 'open_reports', count: reports.open, to: '/reports' },
    reports && {
      name: 'my_reports',
      count: reports.mine,
      to: `/reports?filter=${filter({ status: 'open', assignee: 'me' })}`,
    },
    applications && {
      name: 'applications',
      count: applications.waiting,
      to: '/applications',
    },
    reviews && {
      name: 'reviews',
      count: reviews.requested,
      to: `/posts?filter=${filter({ review: 'requested' })}`,
    },
    schedules && {
      name: 'held',
      count: schedules.held,
      to: `/posts?filter=${filter({ status: 'scheduled' })}`,
    },
    mails && {
      name: 'failed_mails',
      count: mails.failed,
      to: `/mails?filter=${filter({ state: 'failed' })}`,
    },
    jobs && { name: 'failed_jobs', count: jobs.failed },
  ].filter((line) => line !== null)
  return (
    <Section title="plaza.home.waiting">
      <Stack component="ul" spacing={0.5} sx={{ pl: 0, m: 0, listStyle: 'none' }}>
        {lines.map(({ name, count, to }) => {
          const text = translate(`plaza.home.${name}`, { smart_count: count })
          return (
            <li key={name}>
              {to ? (
                <Link to={to} style={{ color: 'inherit' }}>
                  {text}
                </Link>
              ) : (
                text
              )}
            </li>
          )
        })}
      </Stack>
    </Section>
  )
}

const Checks = ({ checks }: { checks: NonNullable<Overview['checks']> }) => (
  <Stack component="ul" spacing={0.5} sx={{ pl: 0, m: 0, listStyle: 'none' }}>
    {checks.map(({ name, status, message }) => (
      <li key={name}>
        <Typography component="span" sx={{ fontWeight: status === 'ok' ? 400 : 700 }}>
          {name}: {status}
        </Typography>{' '}
        {message}
      </li>
    ))}
  </Stack>
)

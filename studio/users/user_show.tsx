import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { ShowBase, Title, useRecordContext, useTranslate } from 'react-admin'
import { api, type Schemas } from '../api/client'
import { ActButton } from '../kit/act_button'
import { Facts } from '../kit/facts'
import { Moment } from '../kit/moment'
import { Section } from '../kit/section'
import { UserText } from '../kit/user_text'
import { Notes } from './notes'
import { Timeline } from './timeline'

type User = Schemas['StaffUser']

/** One account: its profile, its standing, what it did, and where it is signed in. */
export const UserShow = () => (
  <ShowBase>
    <Page />
  </ShowBase>
)

const Page = () => {
  const user = useRecordContext<User>()
  const translate = useTranslate()
  if (!user) return null
  const { id, username, status, suspended_until: suspended, silenced_until: silenced } = user
  const until = suspended ?? silenced
  return (
    <Stack spacing={2} sx={{ mt: 2 }}>
      <Title title={`@${username}`} />
      <Section title="resources.users.profile">
        <UserFacts user={user} />
        <Typography sx={{ mt: 2 }}>
          {translate(`resources.users.status.${status}`)}
          {until && (
            <>
              {` ${translate('resources.users.until')} `}
              <Moment at={until} />
            </>
          )}
        </Typography>
        <ActButton type="user" id={id} of={`@${username}`} />
      </Section>
      <Notes userId={id} />
      <Timeline userId={id} />
      <Sessions id={id} />
    </Stack>
  )
}

const shown = [
  'display_name',
  'email',
  'role',
  'invited_by',
  'posts_count',
  'comments_count',
] as const
const counted = ['reports_count', 'removals_count'] as const

const UserFacts = ({ user }: { user: User }) => {
  const short = [...shown, ...counted].map((member) => [
    member,
    <UserText key={member} lines={3}>
      {String(user[member] ?? '–')}
    </UserText>,
  ])
  const bio = <UserText lines={10}>{user.bio ?? '–'}</UserText>
  return <Facts noun="users" facts={{ ...Object.fromEntries(short), bio }} />
}

const Sessions = ({ id }: { id: number }) => {
  const translate = useTranslate()
  const { data: sessions = [] } = useQuery({
    queryKey: ['sessions of', id],
    queryFn: async () =>
      (await api.GET('/admin/users/{user}/sessions', { params: { path: { user: String(id) } } }))
        .data!,
  })
  return (
    <Section title="resources.users.sessions">
      {sessions.length === 0 && <Typography>{translate('resources.users.no_sessions')}</Typography>}
      <Stack component="ul" spacing={1} sx={{ pl: 0, m: 0, listStyle: 'none' }}>
        {sessions.map((session) => (
          <li key={session.id}>
            <UserText lines={2}>{session.user_agent ?? '–'}</UserText>
            <Typography variant="body2" color="textSecondary">
              {session.address} · <Moment at={session.last_used_at} />
            </Typography>
          </li>
        ))}
      </Stack>
    </Section>
  )
}

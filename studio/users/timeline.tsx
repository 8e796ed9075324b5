import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslate } from 'react-admin'
import { Link } from 'react-router'
import { api, type Schemas } from '../api/client'
import { nextCursorIn } from '../api/page_cursors'
import { Moment } from '../kit/moment'
import { Person } from '../kit/person'
import { Section } from '../kit/section'
import { UserText } from '../kit/user_text'

type Entry = Schemas['TimelineEntry']

const types = [
  'post',
  'comment',
  'report_made',
  'report_received',
  'action',
  'session',
  'note',
] as const satisfies Entry['type'][]

/** What a user did, and what was done about the user, newest first. */
export const Timeline = ({ userId }: { userId: number }) => {
  const translate = useTranslate()
  const [type, choose] = useState<Entry['type'] | ''>('')
  const { data, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery({
    queryKey: ['timeline of', userId, type],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam: cursor }) => {
      const query = { cursor, type: type || undefined }
      const params = { path: { user: String(userId) }, query }
      const { data: entries, response } = await api.GET('/admin/users/{user}/timeline', { params })
      return { entries: entries!, next: nextCursorIn(response) }
    },
    getNextPageParam: ({ next }) => next,
  })
  const entries = data?.pages.flatMap((page) => page.entries) ?? []
  return (
    <Section title="resources.users.timeline">
      <TextField
        select
        size="small"
        label={translate('resources.users.entries')}
        value={type}
        onChange={({ target }) => choose(target.value as Entry['type'])}
        sx={{ minWidth: 200, mb: 1 }}
      >
        <MenuItem value="">{translate('resources.users.any')}</MenuItem>
        {types.map((one) => (
          <MenuItem key={one} value={one}>
            {translate(`resources.users.entry.${one}`)}
          </MenuItem>
        ))}
      </TextField>
      {data && entries.length === 0 && (
        <Typography>{translate('resources.users.no_entries')}</Typography>
      )}
      <Stack component="ol" spacing={1.5} sx={{ pl: 0, m: 0, listStyle: 'none' }}>
        {entries.map((entry) => (
          <li key={`${entry.type} ${entry.id}`}>
            <Said entry={entry} />
          </li>
        ))}
      </Stack>
      {hasNextPage && (
        <Button disabled={isFetching} onClick={() => void fetchNextPage()}>
          {translate('resources.users.more')}
        </Button>
      )}
    </Section>
  )
}

const Said = ({ entry }: { entry: Entry }) => {
  const translate = useTranslate()
  const { type, id, at, text, status, action, reason, actor, address } = entry
  const about = [action, status, reason, address].filter((part) => part !== null)
  return (
    <>
      <Typography variant="body2" color="textSecondary">
        {translate(`resources.users.entry.${type}`)} · <Moment at={at} />
        {actor && (
          <>
            {' · '}
            <Person of={actor} />
          </>
        )}
        {about.length > 0 && ` · ${about.join(' · ')}`}
      </Typography>
      {text !== null && type === 'post' ? (
        <Link to={`/posts/${id}`} style={{ color: 'inherit' }}>
          <UserText lines={2}>{text}</UserText>
        </Link>
      ) : (
        text !== null && <UserText lines={4}>{text}</UserText>
      )}
    </>
  )
}

import ChevronLeft from '@mui/icons-material/ChevronLeft'
import ChevronRight from '@mui/icons-material/ChevronRight'
import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Card from '@mui/material/Card'
import IconButton from '@mui/material/IconButton'
import Typography from '@mui/material/Typography'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Title, useLocaleState, useTranslate } from 'react-admin'
import { Link, useSearchParams } from 'react-router'
import { api, type Schemas } from '../api/client'
import { nextCursorIn } from '../api/page_cursors'
import { UserText } from '../kit/user_text'
import { firstDayOf, weeksOf } from './month'

type Post = Pick<Schemas['StaffPost'], 'id' | 'title' | 'status' | 'publish_at'>

/** A published post waits for its working copy. What is in the trash, or removed, waits for nothing. */
const goOut: Post['status'][] = ['scheduled', 'published']

const PAGE = 100
const MOST = 500

const monthName = (day: Date) =>
  `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}`

/** What goes out when, a month at a time. */
export const Calendar = () => {
  const translate = useTranslate()
  const [locale] = useLocaleState()
  const [query, setQuery] = useSearchParams()
  const now = new Date()
  const [year, month] = yearAndMonth(query.get('month')) ?? [now.getFullYear(), now.getMonth()]
  const weeks = weeksOf(year, month, firstDayOf(locale))
  const from = weeks[0][0]
  const until = new Date(weeks.at(-1)!.at(-1)!)
  until.setDate(until.getDate() + 1)
  const { data: posts } = useScheduled(from, until)
  const go = (by: number) => setQuery({ month: monthName(new Date(year, month + by)) })
  const heading = new Date(year, month).toLocaleDateString(locale, {
    month: 'long',
    year: 'numeric',
  })
  return (
    <Box sx={{ mt: 2 }}>
      <Title title={translate('resources.calendar.name', { smart_count: 1 })} />
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, mb: 1 }}>
        <Step label="resources.calendar.previous" icon={<ChevronLeft />} go={() => go(-1)} />
        <Box role="status" sx={{ minWidth: '9em' }}>
          <Typography component="h2" variant="h6">
            {heading}
          </Typography>
        </Box>
        <Step label="resources.calendar.next" icon={<ChevronRight />} go={() => go(1)} />
        <Button onClick={() => setQuery({})}>{translate('resources.calendar.today')}</Button>
      </Box>
      {posts && posts.length >= MOST && (
        <Alert severity="info">{translate('resources.calendar.cut', { most: MOST })}</Alert>
      )}
      {posts?.length === 0 && (
        <Typography color="textSecondary">{translate('resources.calendar.none')}</Typography>
      )}
      <Month weeks={weeks} month={month} posts={posts ?? []} label={heading} />
    </Box>
  )
}

const useScheduled = (from: Date, until: Date) =>
  useQuery({
    queryKey: ['scheduled posts', from.toISOString(), until.toISOString()],
    queryFn: () => readScheduled(from, until),
    placeholderData: keepPreviousData,
  })

async function readScheduled(from: Date, until: Date): Promise<Post[]> {
  const query = {
    publish_after: from.toISOString(),
    publish_before: until.toISOString(),
    fields: 'id,title,status,publish_at',
    limit: PAGE,
  }
  const posts: Post[] = []
  let cursor: string | undefined
  do {
    const params = { query: { ...query, cursor } }
    const { data, response } = await api.GET('/admin/posts', { params })
    posts.push(...(data as Post[]).filter(({ status }) => goOut.includes(status)))
    cursor = nextCursorIn(response)
  } while (cursor && posts.length < MOST)
  return posts.toSorted((a, b) => a.publish_at!.localeCompare(b.publish_at!))
}

const yearAndMonth = (text: string | null): [number, number] | undefined => {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text ?? '') ?? []
  return year ? [Number(year), Number(month) - 1] : undefined
}

const Step = ({ label, icon, go }: { label: string; icon: ReactNode; go: () => void }) => {
  const translate = useTranslate()
  return (
    <IconButton aria-label={translate(label)} onClick={go}>
      {icon}
    </IconButton>
  )
}

interface MonthProps {
  weeks: Date[][]
  month: number
  posts: Post[]
  label: string
}

const Month = ({ weeks, month, posts, label }: MonthProps) => {
  const [locale] = useLocaleState()
  const today = new Date().toDateString()
  const byDay = Map.groupBy(posts, ({ publish_at: at }) => new Date(at!).toDateString())
  return (
    <Card variant="outlined" sx={{ overflowX: 'auto' }}>
      <Box
        component="table"
        aria-label={label}
        sx={{
          'width': 1,
          'minWidth': 640,
          'tableLayout': 'fixed',
          'borderCollapse': 'collapse',
          '& td': {
            border: 1,
            borderColor: 'divider',
            height: 96,
            p: 0.75,
            verticalAlign: 'top',
            overflowWrap: 'anywhere',
          },
          '& th': { p: 0.75, fontWeight: 600 },
        }}
      >
        <thead>
          <tr>
            {weeks[0].map((day) => (
              <th key={day.getDay()} scope="col">
                {day.toLocaleDateString(locale, { weekday: 'short' })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0].toDateString()}>
              {week.map((day) => (
                <td key={day.toDateString()}>
                  <Typography
                    component="time"
                    variant="body2"
                    dateTime={day.toLocaleDateString('sv')}
                    aria-current={day.toDateString() === today ? 'date' : undefined}
                    color={day.getMonth() === month ? 'textPrimary' : 'textSecondary'}
                    sx={{ fontWeight: day.toDateString() === today ? 700 : 400 }}
                  >
                    {day.toLocaleDateString(locale, {
                      day: 'numeric',
                      month: day.getDate() === 1 ? 'short' : undefined,
                    })}
                  </Typography>
                  {(byDay.get(day.toDateString()) ?? []).map((post) => (
                    <Entry key={post.id} post={post} />
                  ))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </Box>
    </Card>
  )
}

const Entry = ({ post: { id, title, publish_at: at } }: { post: Post }) => {
  const [locale] = useLocaleState()
  return (
    <Link to={`/posts/${id}`} style={{ color: 'inherit', display: 'block', marginTop: 4 }}>
      <UserText lines={3}>
        {`${new Date(at!).toLocaleTimeString(locale, { timeStyle: 'short' })} ${title}`}
      </UserText>
    </Link>
  )
}

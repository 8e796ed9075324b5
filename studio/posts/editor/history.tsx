import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { memo, useState } from 'react'
import { useNotify, useTranslate } from 'react-admin'
import { api, type Schemas } from '../../api/client'
import { Moment } from '../../kit/moment'
import { Person } from '../../kit/person'
import { Section } from '../../kit/section'
import { useTask } from '../../kit/use_task'

interface Props {
  postId: number
  restored: () => Promise<void>
}

/** What the post said before. Restoring puts a revision into the working copy, and publishes nothing. */
export const History = memo(({ postId, restored }: Props) => {
  const translate = useTranslate()
  const notify = useNotify()
  const { run, isBusy } = useTask()
  const [compared, compare] = useState<number>()
  const { data: revisions = [] } = useQuery({
    queryKey: ['revisions of', postId],
    queryFn: async () =>
      (await api.GET('/posts/{id}/revisions', { params: { path: { id: postId } } })).data!,
  })
  const restore = (revision: number) =>
    run(async () => {
      const params = { path: { id: postId } }
      await api.POST('/posts/{id}/draft', { params, body: { revision } })
      notify('resources.posts.restored', { type: 'success' })
      await restored()
    })
  return (
    <Section title="resources.posts.history">
      {revisions.length === 0 && <Typography>{translate('resources.posts.no_history')}</Typography>}
      <Stack component="ul" spacing={1} sx={{ pl: 0, m: 0, listStyle: 'none' }}>
        {revisions.map(({ number, editor, created_at: at }) => (
          <li key={number}>
            {number} · <Person of={editor} /> · <Moment at={at} />{' '}
            <Button
              size="small"
              aria-expanded={compared === number}
              onClick={() => compare(compared === number ? undefined : number)}
            >
              {translate('resources.posts.compare')} {number}
            </Button>
            <Button size="small" disabled={isBusy} onClick={() => void restore(number)}>
              {translate('resources.posts.restore')} {number}
            </Button>
            {compared === number && <Changes postId={postId} number={number} />}
          </li>
        ))}
      </Stack>
    </Section>
  )
})

/** Word by word against the revision before. */
const Changes = ({ postId, number }: { postId: number; number: number }) => {
  const translate = useTranslate()
  const { data } = useQuery({
    queryKey: ['changes of', postId, number],
    queryFn: async () => {
      const params = { path: { id: postId, number } }
      return (await api.GET('/posts/{id}/revisions/{number}/changes', { params })).data!
    },
  })
  if (!data) return null
  return (
    <Stack component="dl" spacing={1} sx={{ m: 0, pl: 2 }}>
      {data.changes.map((change) => (
        <div key={change.member}>
          <Typography component="dt" color="textSecondary">
            {translate(`resources.posts.fields.${change.member}`, { _: change.member })}
          </Typography>
          <Box component="dd" sx={{ m: 0, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            {change.parts.length > 0 ? <Parts of={change.parts} /> : told(change.after)}
          </Box>
        </div>
      ))}
    </Stack>
  )
}

function told(value: unknown): string {
  if (value === null) return '–'
  if (Array.isArray(value)) return value.join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const Parts = ({ of }: { of: Schemas['RevisionChanges']['changes'][number]['parts'] }) => (
  <bdi dir="auto">
    {of.map(({ kind, text }, index) => {
      if (kind === 'added') return <ins key={index}>{text}</ins>
      if (kind === 'removed') return <del key={index}>{text}</del>
      return <span key={index}>{text}</span>
    })}
  </bdi>
)

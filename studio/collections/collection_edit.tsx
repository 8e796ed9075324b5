import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Paper from '@mui/material/Paper'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import {
  DeleteWithConfirmButton,
  Title,
  useNotify,
  usePermissions,
  useRedirect,
  useTranslate,
} from 'react-admin'
import { useParams } from 'react-router'
import type { Permission } from '../api/permission'
import { ConflictDialog } from '../kit/conflict_dialog'
import { Section } from '../kit/section'
import { useTask } from '../kit/use_task'
import { forgetChanges } from './kept_changes'
import { PostSearch } from './post_search'
import { PostsInOrder } from './posts_in_order'
import { useCollection, type Content } from './use_collection'
import { Version } from './version'

/** A collection and the order of its posts, saved together. */
export const CollectionEdit = () => {
  const { id: slug } = useParams()
  // Another collection begins anew.
  return <Page key={slug} slug={slug!} />
}

const Page = ({ slug }: { slug: string }) => {
  const translate = useTranslate()
  const notify = useNotify()
  const redirect = useRedirect()
  const { run, isBusy } = useTask()
  const [errors, setErrors] = useState<Record<string, string>>({})
  const collection = useCollection(slug)
  const { mine, isDirty, isKept, message, conflict, change } = collection

  const save = async (base?: typeof conflict) => {
    const refused = await run(async () => {
      if (!(await collection.save(base))) return
      notify('resources.collections.saved', { type: 'success' })
      if (mine!.slug !== slug) redirect('list', 'collections')
    })
    setErrors(refused ?? {})
  }
  if (!mine) return message ? <Alert severity="error">{message}</Alert> : null
  const state = isDirty ? (isKept ? 'is_kept' : 'is_unsaved') : 'is_saved'
  return (
    <Box sx={{ mt: 2, display: 'grid', gap: 2, gridTemplateColumns: { md: '1fr 320px' } }}>
      <Title title={translate('resources.collections.editing')} />
      <Posts posts={mine.posts} change={change} />
      <Box sx={{ minWidth: 0 }}>
        <Details content={mine} change={change} errors={errors} slug={slug} />
      </Box>
      <Paper
        variant="outlined"
        sx={{ position: 'sticky', bottom: 8, p: 1.5, zIndex: 1, gridColumn: '1 / -1' }}
      >
        <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
          <Typography role="status" color="textSecondary" sx={{ flex: 1 }}>
            {translate(`resources.collections.${state}`)}
          </Typography>
          {isDirty && (
            <Button disabled={isBusy} onClick={() => void run(collection.discard)}>
              {translate('resources.collections.discard')}
            </Button>
          )}
          <Button variant="contained" disabled={isBusy || !isDirty} onClick={() => void save()}>
            {translate('ra.action.save')}
          </Button>
        </Stack>
      </Paper>
      {conflict && (
        <ConflictDialog
          mine={<Version of={mine} />}
          theirs={<Version of={conflict.content} />}
          keepMine={() => void save(conflict)}
          takeTheirs={() => collection.takeTheirs(conflict)}
          close={collection.closeConflict}
        />
      )}
    </Box>
  )
}

type Change = ReturnType<typeof useCollection>['change']

const Posts = ({ posts, change }: { posts: Content['posts']; change: Change }) => {
  const translate = useTranslate()
  const { permissions } = usePermissions<Permission[]>()
  return (
    <Section title="resources.collections.posts">
      {permissions && !permissions.includes('posts.read_any') && (
        <Alert severity="warning" sx={{ mb: 2 }}>
          {translate('resources.collections.hidden')}
        </Alert>
      )}
      <PostSearch
        chosen={posts}
        add={(post) => change((now) => ({ posts: [...now.posts, post] }))}
      />
      <PostsInOrder posts={posts} change={change} />
    </Section>
  )
}

interface DetailsProps {
  content: Content
  change: Change
  errors: Record<string, string>
  slug: string
}

const Details = ({ content, change, errors, slug }: DetailsProps) => {
  const translate = useTranslate()
  const field = (name: 'title' | 'slug' | 'description', maxLength: number) => ({
    label: translate(`resources.collections.fields.${name}`),
    value: content[name] ?? '',
    onChange: ({ target }: { target: { value: string } }) =>
      change(() => ({ [name]: target.value || (name === 'description' ? null : '') })),
    error: name in errors,
    helperText: errors[name],
    slotProps: { htmlInput: { maxLength, dir: 'auto' } },
    fullWidth: true,
  })
  return (
    <Section title="resources.collections.details">
      <Stack spacing={2} sx={{ mt: 1 }}>
        <TextField {...field('title', 200)} required />
        <TextField {...field('slug', 100)} required />
        <TextField {...field('description', 500)} multiline minRows={2} />
        <DeleteWithConfirmButton
          resource="collections"
          record={{ id: slug, title: content.title }}
          redirect="list"
          mutationOptions={{ onSettled: () => forgetChanges(slug) }}
          sx={{ alignSelf: 'start' }}
        />
      </Stack>
    </Section>
  )
}

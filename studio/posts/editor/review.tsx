import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { memo, useState } from 'react'
import { maxLength, TextInput, usePermissions, useTranslate } from 'react-admin'
import { api, type Schemas } from '../../api/client'
import type { Permission } from '../../api/permission'
import { FormDialog } from '../../kit/form_dialog'
import { Person } from '../../kit/person'
import { Section } from '../../kit/section'
import { useTask } from '../../kit/use_task'
import { UserText } from '../../kit/user_text'

type State = Schemas['PostReview']['state']

/** Asks for a review of the post, or answers it. An answer publishes nothing. */
export const Review = memo(({ post }: { post: Schemas['PostDraft'] }) => {
  const translate = useTranslate()
  const { permissions = [] } = usePermissions<Permission[]>()
  const queryClient = useQueryClient()
  const { run, isBusy } = useTask()
  const [answer, choose] = useState<State>()
  const params = { path: { id: post.id } }
  const queryKey = ['review of', post.id]
  const { data: review } = useQuery({
    queryKey,
    queryFn: async () => (await api.GET('/posts/{id}/review', { params })).data!,
    enabled: post.review !== null,
  })
  const put = async (state: State, note?: string | null) => {
    const { data } = await api.PUT('/posts/{id}/review', { params, body: { state, note } })
    queryClient.setQueryData(queryKey, data)
  }
  const isRequested = review?.state === 'requested'
  return (
    <Section title="resources.posts.fields.review">
      {review && (
        <Typography gutterBottom>
          {translate(`resources.posts.review.${review.state}`)} ·{' '}
          <Person of={isRequested ? review.requested_by : review.reviewer} />
        </Typography>
      )}
      {review?.note && <UserText>{review.note}</UserText>}
      <Stack spacing={1}>
        {!isRequested && (
          <Button disabled={isBusy} onClick={() => void run(() => put('requested'))}>
            {translate('resources.posts.request_review')}
          </Button>
        )}
        {isRequested &&
          permissions.includes('posts.review') &&
          (['approved', 'changes_requested'] as const).map((state) => (
            <Button key={state} disabled={isBusy} onClick={() => choose(state)}>
              {translate(`resources.posts.answer_review.${state}`)}
            </Button>
          ))}
      </Stack>
      {answer && (
        <FormDialog<{ note?: string }>
          title={translate(`resources.posts.answer_review.${answer}`)}
          submit="ra.action.confirm"
          act={({ note }) => put(answer, note)}
          close={() => choose(undefined)}
        >
          <TextInput
            source="note"
            label="resources.posts.fields.note"
            validate={maxLength(2000)}
            multiline
            minRows={3}
            autoFocus
            fullWidth
          />
        </FormDialog>
      )}
    </Section>
  )
})

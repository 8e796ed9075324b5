import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useTranslate } from 'react-admin'
import { Link } from 'react-router'
import { api, type Schemas } from '../api/client'
import { Person } from '../kit/person'
import { UserText } from '../kit/user_text'

type Comment = Schemas['StaffComment']

/** What a reported comment answers: the comment above it, and the post. */
export const Thread = ({ of: { post_id: postId, parent_id: parentId } }: { of: Comment }) => {
  const translate = useTranslate()
  const { data } = useQuery({
    queryKey: ['thread of', postId, parentId],
    queryFn: async () => {
      const [post, parent] = await Promise.all([
        api.GET('/admin/posts/{id}', { params: { path: { id: postId } } }),
        parentId === null
          ? undefined
          : api.GET('/admin/comments/{id}', { params: { path: { id: parentId } } }),
      ])
      return { post: post.data!, parent: parent?.data }
    },
  })
  if (!data) return null
  const { post, parent } = data
  return (
    <Box sx={{ mt: 2, pl: 2, borderLeft: 3, borderColor: 'divider' }}>
      <Typography variant="body2" color="textSecondary">
        {translate('resources.reports.on')} <Person of={post.author} />
      </Typography>
      <Link to={`/posts/${postId}`} style={{ color: 'inherit' }}>
        <UserText lines={2}>{post.title}</UserText>
      </Link>
      {parent && (
        <>
          <Typography variant="body2" color="textSecondary" sx={{ mt: 1 }}>
            {translate('resources.reports.answers')} <Person of={parent.author} />
          </Typography>
          <UserText lines={5}>{parent.content ?? '–'}</UserText>
        </>
      )}
    </Box>
  )
}

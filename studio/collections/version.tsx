import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useTranslate } from 'react-admin'
import { UserText } from '../kit/user_text'
import type { Content } from './use_collection'

/** All of a collection, to be compared with another version of it. */
export const Version = ({ of: { title, slug, description, posts } }: { of: Content }) => {
  const translate = useTranslate()
  return (
    <>
      <UserText lines={3}>{title}</UserText>
      <Typography component="div" variant="body2" color="textSecondary">
        <UserText lines={2}>{slug}</UserText>
        <UserText lines={5}>{description}</UserText>
      </Typography>
      {posts.length === 0 ? (
        <Typography>{translate('resources.collections.nothing')}</Typography>
      ) : (
        <Box
          component="ol"
          tabIndex={0}
          aria-label={translate('resources.collections.posts')}
          sx={{ pl: 3, maxHeight: '40vh', overflow: 'auto' }}
        >
          {posts.map(({ id, title: ofPost }) => (
            <li key={id}>
              <UserText lines={1}>{ofPost}</UserText>
            </li>
          ))}
        </Box>
      )}
    </>
  )
}

import Autocomplete from '@mui/material/Autocomplete'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { usePermissions, useTranslate } from 'react-admin'
import { api } from '../api/client'
import type { Permission } from '../api/permission'
import { UserText } from '../kit/user_text'
import { postFields, type PostInOrder } from './use_collection'

const MAX_POSTS = 1000
const PAUSE_MS = 250

interface Props {
  chosen: readonly PostInOrder[]
  add: (post: PostInOrder) => void
}

/** Finds posts by their words, and adds the chosen one. */
export const PostSearch = ({ chosen, add }: Props) => {
  const translate = useTranslate()
  const [typed, type] = useState('')
  const { data: found = [], isFetching } = usePosts(usePaused(typed.trim()))
  const isFull = chosen.length >= MAX_POSTS
  const ids = new Set(chosen.map(({ id }) => id))
  const noMatch = typed.trim() ? 'no_match' : 'type_words'
  return (
    <Autocomplete<PostInOrder>
      options={found.filter(({ id }) => !ids.has(id))}
      filterOptions={(all) => all}
      getOptionKey={({ id }) => id}
      getOptionLabel={({ title }) => title}
      value={null}
      inputValue={typed}
      onInputChange={(_, text) => type(text)}
      onChange={(_, post) => {
        if (post) add(post)
        type('')
      }}
      loading={isFetching}
      loadingText={translate('ra.page.loading')}
      noOptionsText={translate(`resources.collections.${noMatch}`)}
      disabled={isFull}
      blurOnSelect={false}
      clearOnBlur={false}
      renderOption={({ key, ...props }, { title, status }) => (
        <li key={key} {...props}>
          <UserText lines={2}>{title}</UserText>
          {status !== 'published' && (
            <Typography variant="body2" color="textSecondary" sx={{ pl: 1, flexShrink: 0 }}>
              {translate(`resources.posts.status.${status}`)}
            </Typography>
          )}
        </li>
      )}
      renderInput={(params) => (
        <TextField
          {...params}
          label={translate('resources.collections.add')}
          helperText={isFull && translate('resources.collections.full', { max: MAX_POSTS })}
        />
      )}
      sx={{ mt: 1 }}
    />
  )
}

/** Hidden posts too, if the role reads them. */
function usePosts(search: string) {
  const { permissions = [] } = usePermissions<Permission[]>()
  const readsAny = permissions.includes('posts.read_any')
  return useQuery({
    queryKey: ['posts to add', search, readsAny],
    enabled: search !== '',
    placeholderData: (before) => (search ? before : []),
    queryFn: async (): Promise<PostInOrder[]> => {
      const params = { query: { search, limit: 20, fields: postFields } }
      if (!readsAny) return (await api.GET('/posts', { params })).data!
      return (await api.GET('/admin/posts', { params })).data!
    },
  })
}

/** A text after a moment without typing. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}

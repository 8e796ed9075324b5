import Autocomplete from '@mui/material/Autocomplete'
import TextField from '@mui/material/TextField'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslate } from 'react-admin'
import { api } from '../../api/client'

interface Props {
  tags: string[]
  change: (tags: string[]) => void
}

/** Tags with completion. A new name is made into a tag when the copy is saved. */
export const TagsField = ({ tags, change }: Props) => {
  const translate = useTranslate()
  const [typed, type] = useState('')
  const { data: known = [] } = useQuery({
    queryKey: ['tags beginning with', typed],
    queryFn: async () => {
      const query = typed.length > 1 ? { search: typed } : { sort: 'popular' as const }
      return (await api.GET('/tags', { params: { query } })).data!.map(({ slug }) => slug)
    },
  })
  return (
    <Autocomplete
      multiple
      freeSolo
      options={known.filter((slug) => !tags.includes(slug))}
      filterOptions={(all) => all}
      value={tags}
      inputValue={typed}
      onInputChange={(_, text) => type(text)}
      onChange={(_, next) => change(next)}
      renderInput={(params) => (
        <TextField {...params} label={translate('resources.posts.fields.tags')} />
      )}
    />
  )
}

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { AutocompleteInput, required, useNotify, useTranslate } from 'react-admin'
import { api, type Schemas } from '../api/client'
import { FormDialog } from '../kit/form_dialog'

type Tag = Schemas['Tag']

interface Props {
  tag: Tag
  close: () => void
  done: () => void
}

/** Gives the posts of a tag another one. Its slug leads there. */
export const JoinDialog = ({ tag, close, done }: Props) => {
  const translate = useTranslate()
  const notify = useNotify()
  const [search, look] = useState('')
  const { data: found = [], isFetching } = useQuery({
    queryKey: ['tags to join', search],
    queryFn: async () => {
      const query = search ? { search } : { sort: 'popular' as const }
      return (await api.GET('/tags', { params: { query } })).data!
    },
    placeholderData: (before) => before,
  })
  const join = async ({ into }: { into: string }) => {
    await api.DELETE('/tags/{tag}', { params: { path: { tag: tag.slug }, query: { into } } })
    notify('resources.tags.joined', { type: 'success' })
    done()
  }
  return (
    <FormDialog<{ into: string }>
      title={translate('resources.tags.join_title', { name: tag.name })}
      submit="resources.tags.join_submit"
      act={join}
      close={close}
    >
      <AutocompleteInput
        source="into"
        label="resources.tags.into"
        helperText="resources.tags.into_help"
        choices={found.filter(({ slug }) => slug !== tag.slug)}
        optionValue="slug"
        optionText={({ name, posts_count: count }: Tag) => `${name} (${count})`}
        isLoading={isFetching}
        setFilter={(text = '') => look(text.trim())}
        filterToQuery={(text: string) => ({ search: text })}
        validate={required()}
        fullWidth
      />
    </FormDialog>
  )
}

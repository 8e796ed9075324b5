import { useQuery } from '@tanstack/react-query'
import { lazy, memo, Suspense } from 'react'
import { api } from '../../api/client'
import { Section } from '../../kit/section'
import type { CopyFields, FieldErrors } from './use_working_copy'

const DataForm = lazy(() => import('./data_form').then((module) => ({ default: module.DataForm })))

interface Props {
  type: string
  data: CopyFields['data']
  errors: FieldErrors
  change: (changes: Partial<CopyFields>) => void
}

/** The members of `data`, as the type of the post describes them. */
export const DataSection = memo(({ type, data, errors, change }: Props) => {
  const { data: schema } = useQuery({
    queryKey: ['schema of', type],
    queryFn: async () =>
      (await api.GET('/types/{type}', { params: { path: { type } } })).data!.schema,
  })
  if (!schema) return null
  return (
    <Section title="resources.posts.data">
      <Suspense>
        <DataForm
          schema={schema}
          data={data}
          errors={errors}
          set={(next) => change({ data: next })}
        />
      </Suspense>
    </Section>
  )
})

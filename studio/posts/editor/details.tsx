import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import TextField, { type TextFieldProps } from '@mui/material/TextField'
import { memo } from 'react'
import { useTranslate } from 'react-admin'
import { content } from '../../api/lists'
import { Section } from '../../kit/section'
import { CoverField } from './cover_field'
import { TagsField } from './tags_field'
import type { CopyFields, FieldErrors } from './use_working_copy'

const own = [
  ...['cover_id', 'tags', 'slug', 'excerpt', 'language', 'content_format', 'seo'],
  'canonical_url',
]

/** What has an input beside. */
const elsewhere = ['title', 'content', 'data']

/** Further texts of the definition. */
const others = Object.entries(content).filter(
  ([name, { kind }]) => kind === 'text' && ![...own, ...elsewhere].includes(name)
)

interface Props {
  fields: CopyFields
  errors: FieldErrors
  change: (changes: Partial<CopyFields>) => void
}

const names = [...own, ...others.map(([name]) => name)]

/** A letter in the text changes nothing here. */
const isSame = (before: Props, now: Props) =>
  before.errors === now.errors && names.every((name) => before.fields[name] === now.fields[name])

/** What belongs to a post beside its text, and what search engines are told. */
export const Details = memo(({ fields, errors, change }: Props) => {
  const translate = useTranslate()
  const seo = { title: null, description: null, ...fields.seo }
  const changeSeo = (changes: Partial<typeof seo>) => {
    const next = { ...seo, ...changes }
    change({ seo: next.title === null && next.description === null ? null : next })
  }
  return (
    <>
      <Section title="resources.posts.details">
        <Stack spacing={2} sx={{ mt: 1 }}>
          <CoverField
            id={fields.cover_id}
            error={errors.cover_id}
            change={(id) => change({ cover_id: id })}
          />
          <TagsField tags={fields.tags} change={(tags) => change({ tags })} />
          <Field name="slug" value={fields.slug} errors={errors} set={(slug) => change({ slug })} />
          <Field
            name="excerpt"
            value={fields.excerpt}
            errors={errors}
            set={(excerpt) => change({ excerpt })}
            most={300}
            multiline
          />
          <Field
            name="language"
            value={fields.language}
            errors={errors}
            set={(language) => change({ language: language ?? '' })}
          />
          <TextField
            select
            label={translate('resources.posts.fields.content_format')}
            value={fields.content_format}
            onChange={({ target }) => change({ content_format: target.value as 'plain' })}
          >
            {(['plain', 'markdown'] as const).map((format) => (
              <MenuItem key={format} value={format}>
                {translate(`resources.posts.content_format.${format}`)}
              </MenuItem>
            ))}
          </TextField>
          {others.map(([name, { label, max, isMultiline }]) => (
            <Field
              key={name}
              name={name}
              label={label}
              value={(fields[name] as string | null) ?? null}
              errors={errors}
              set={(value) => change({ [name]: value })}
              most={max}
              multiline={isMultiline}
            />
          ))}
        </Stack>
      </Section>
      <Section title="resources.posts.seo">
        <Stack spacing={2} sx={{ mt: 1 }}>
          <Field
            name="seo.title"
            value={seo.title}
            errors={errors}
            set={(title) => changeSeo({ title })}
            most={200}
            advised={60}
          />
          <Field
            name="seo.description"
            value={seo.description}
            errors={errors}
            set={(description) => changeSeo({ description })}
            most={500}
            advised={160}
            multiline
          />
          <Field
            name="canonical_url"
            value={fields.canonical_url}
            errors={errors}
            set={(url) => change({ canonical_url: url })}
          />
        </Stack>
      </Section>
    </>
  )
}, isSame)

interface FieldProps {
  name: string
  /** Where the texts of posts have none. */
  label?: string
  value: string | null
  errors: FieldErrors
  /** An empty field is null. */
  set: (value: string | null) => void
  /** Characters that the service takes. */
  most?: number
  /** Characters that search engines show. */
  advised?: number
  multiline?: TextFieldProps['multiline']
}

const Field = ({ name, label, value, errors, set, most, advised, multiline }: FieldProps) => {
  const translate = useTranslate()
  const length = value?.length ?? 0
  const told = advised && translate('resources.posts.length_advised', { length, most: advised })
  return (
    <TextField
      label={translate(`resources.posts.fields.${name}`, { _: label })}
      value={value ?? ''}
      onChange={({ target }) => set(target.value || null)}
      error={errors[name] !== undefined}
      helperText={errors[name] ?? told}
      slotProps={{ htmlInput: { maxLength: most, dir: 'auto' } }}
      multiline={multiline}
    />
  )
}

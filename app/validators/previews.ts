import vine from '@vinejs/vine'
import { post } from '#resources/post'
import { preview } from '#resources/preview'
import { askedMembersOf } from '#validators/asked_members'
import { characters, idInUrl } from '#validators/rules'
import { durationShape, readDuration } from '#domain/duration'

const MAX_NUMBER = 2 ** 31 - 1

const MIN_LIFETIME_S = 60
const MAX_LIFETIME_S = 90 * 86_400

const lifetime = vine.createRule(
  (value, _, field) => {
    if (typeof value !== 'string') return
    const seconds = readDuration(value)
    if (seconds !== null && seconds >= MIN_LIFETIME_S && seconds <= MAX_LIFETIME_S) return
    field.report('{{ field }} must be a duration from 1m to 90d, such as 7d.', 'duration', field)
  },
  {
    toJSONSchema(schema) {
      schema.pattern = durationShape.source
      schema.examples = ['7d']
    },
  }
)

export const createPreviewValidator = vine.create({
  expires_in: vine
    .string()
    .use(lifetime())
    // VineJS also passes null.
    .transform((value) => (value === null ? undefined : readDuration(value)!))
    .optional(),
  revision: vine.number({ strict: true }).withoutDecimals().range([1, MAX_NUMBER]).optional(),
})

export const listPreviewsValidator = askedMembersOf(preview.views.PostPreview)

export const previewInUrlValidator = vine.create({ id: idInUrl(), preview: idInUrl() })

export const tokenInUrlValidator = vine.create({
  token: vine.string().use(characters({ min: 1, max: 200 })),
})

export const showPreviewValidator = askedMembersOf(post.views.PostDetail)

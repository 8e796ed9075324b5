import config from '@adonisjs/core/services/config'
import type { ShapeOf } from '#resources/definition/shape'
import type { instanceShape } from '#resources/instance'
import { post } from '#resources/post'
import { MAX_COMMENT_CHARACTERS } from '#domain/comment'
import { MAX_UPLOAD_BYTES } from '#domain/media'
import { passwordCharacters } from '#domain/signup'
import { MAX_TAGS } from '#domain/tag'

type Instance = ShapeOf<typeof instanceShape>

const charactersOf = (member: 'title' | 'content') => post.written[member].writes!.max!

export const instance = (): Instance => ({
  name: config.get('mail.site.name'),
  description: config.get<string | undefined>('site.description') ?? null,
  rules: config.get('site.rules'),
  contact: config.get<string | undefined>('site.contact') ?? null,
  languages: [config.get('search.language')],
  signup: config.get('accounts.signup'),
  verify_email: config.get('accounts.verifyEmail'),
  terms_version: config.get<string | undefined>('accounts.termsVersion') ?? null,
  terms_url: config.get<string | undefined>('site.termsUrl') ?? null,
  limits: {
    title: charactersOf('title'),
    content: charactersOf('content'),
    comment: MAX_COMMENT_CHARACTERS,
    tags: MAX_TAGS,
    password_min: passwordCharacters.min,
    password_max: passwordCharacters.max,
    body: config.get('bodyparser.json.limit'),
    upload: MAX_UPLOAD_BYTES,
    media: config.get('media.quota'),
  },
})

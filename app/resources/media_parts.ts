import { json, type Typed } from '#resources/definition/members'
import {
  cropNames,
  isInSight,
  MAX_USES_TOLD,
  mediaAddress,
  mediaKinds,
  mediaPlaces,
  type Crop,
  type MediaKind,
  type MediaPlace,
} from '#domain/media'

/* What files and those who use them show of a file, as SQL on a row of `media`. */

export interface MediaVariant {
  width: number
  height: number
  content_type: string
  crop: Crop | null
  url: string
}

const addressOf = (name: string) => `'${mediaAddress().replaceAll("'", "''")}' || ${name}`

/**
 * Of two with the same size, WebP is the first: browsers leave the second out of a `srcset`. Crops to a focal point that
 * was moved are not shown, as the new ones are being made.
 */
export const variants = () => `coalesce((
  select jsonb_agg(jsonb_build_object(
    'width', width, 'height', height, 'content_type', content_type, 'crop', crop, 'url', ${addressOf('name')}
  ) order by crop nulls first, width, content_type desc)
  from media_variants where media_variants.file_id = media.file_id and (purpose = 'width'
    or (purpose = 'crop' and (media_variants.focal_x, media_variants.focal_y) = (media.focal_x, media.focal_y)))
), '[]')`

/** The master of a picture; until there is one, its upload. @param file SQL with the id of the content */
export const urlOf = (file: string) => `(
  select ${addressOf('name')} from media_variants
  where media_variants.file_id = ${file} and purpose in ('master', 'original')
  order by purpose limit 1
)`

export const url = () => urlOf('media.file_id')

/** Whether an open report has a copy of a content. @param file SQL with its id */
export const isReported = (file: string) => `exists (
  select from report_snapshots join reports on reports.snapshot_id = report_snapshots.id
  where report_snapshots.file_id = ${file} and reports.status = 'open'
)`

/** Whether a post, a working copy, a revision or a profile uses it. */
export const isUsed = `(exists (select from media_uses where media_uses.file_id = media.file_id)
  or exists (select from users as owners where owners.avatar_id = media.id)
  or exists (select from users as owners where owners.header_id = media.id))`

export interface MediaUse {
  place: MediaPlace
  post_id: number | null
  title: string | null
}

/** Hidden posts of others are not told of. */
export const uses = `coalesce((
  select jsonb_agg(jsonb_build_object('place', place, 'post_id', post_id, 'title', title))
  from (
    select distinct media_uses.place, posts.id as post_id, posts.title
    from media_uses join posts on posts.id = media_uses.post_id
    where media_uses.file_id = media.file_id and posts.deleted_at is null
      and (posts.visible or media.user_id in (posts.user_id, posts.edited_by))
    union all
    select 'profile', null, null from users as owners
    where media.id in (owners.avatar_id, owners.header_id)
    order by place, post_id limit ${MAX_USES_TOLD}
  ) as told
), '[]')`

export const usesSchema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['place', 'post_id', 'title'],
    properties: {
      place: { type: 'string', enum: [...mediaPlaces] },
      post_id: { type: ['integer', 'null'], examples: [42] },
      title: { type: ['string', 'null'], examples: ['On owning your own square'] },
    },
  },
}

export const variantsSchema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['width', 'height', 'content_type', 'crop', 'url'],
    properties: {
      width: { type: 'integer', examples: [640] },
      height: { type: 'integer', examples: [480] },
      content_type: { type: 'string', examples: ['image/webp'] },
      crop: { type: ['string', 'null'], enum: [...cropNames, null] },
      url: { type: 'string' },
    },
  },
}

export interface Picture {
  id: number
  alt: string | null
  placeholder: string | null
  width: number
  height: number
  url: string
  variants: MediaVariant[]
}

const pictureSchema = {
  type: ['object', 'null'],
  required: ['id', 'alt', 'placeholder', 'width', 'height', 'url', 'variants'],
  properties: {
    id: { type: 'integer', examples: [8] },
    alt: { type: ['string', 'null'], examples: ['A lamp in the fog'] },
    placeholder: { type: ['string', 'null'] },
    width: { type: 'integer', examples: [1024] },
    height: { type: 'integer', examples: [768] },
    url: { type: 'string' },
    variants: variantsSchema,
  },
}

const pictureIn = (column: string) => () => `(
  select jsonb_build_object('id', media.id, 'alt', media.alt, 'placeholder', placeholder,
    'width', media_files.width, 'height', media_files.height, 'url', ${url()}, 'variants', ${variants()})
  from media join media_files on media_files.id = media.file_id
  where media.id = ${column} and media_files.status = 'ready' and ${isInSight}
)`

/** A picture that a row uses, as an object; null until its copies are made. @param column with the id of the file */
export const picture = (column: string, description: string): Typed<Picture | null> =>
  json<Picture | null>(pictureSchema, {
    sql: pictureIn(column),
    nullable: true,
    description,
    onRequest: true,
    exported: true,
    cli: false,
  })

/** SQL for the id of a file; null if it was deleted meanwhile. @param id SQL */
export const presentCover = (id: string) =>
  `case when ${id} is not null then (select media.id from media where media.id = ${id}) end`

/** A file as it was reported, with the address of its bytes while they are kept. */
export const reportedFile = json<ReportedFile | null>(
  {
    type: ['object', 'null'],
    required: ['name', 'kind', 'content_type', 'bytes', 'width', 'height', 'sha256', 'url'],
    properties: {
      name: { type: ['string', 'null'], examples: ['lamp.jpg'] },
      kind: { type: 'string', enum: mediaKinds },
      content_type: { type: 'string', examples: ['image/jpeg'] },
      bytes: { type: 'integer', examples: [482_133] },
      width: { type: ['integer', 'null'], examples: [4032] },
      height: { type: ['integer', 'null'], examples: [3024] },
      sha256: { type: 'string' },
      url: { type: ['string', 'null'] },
    },
  },
  {
    sql: () => `case when report_snapshots.file is not null then report_snapshots.file
      || jsonb_build_object('url', ${urlOf('report_snapshots.file_id')}) end`,
    nullable: true,
    description: 'Of a file; its bytes are kept while a report on it is open.',
  }
)

export interface ReportedFile {
  name: string | null
  kind: MediaKind
  content_type: string
  bytes: number
  width: number | null
  height: number | null
  sha256: string
  url: string | null
}

import { embed } from '#resources/definition/embedding'
import { byChoice, byCondition, byPart, byUser, createdWithin } from '#resources/definition/filters'
import { boolean, integer, json, oneOf, text, time } from '#resources/definition/members'
import { defineResource } from '#resources/definition/resource'
import { newestFirst } from '#resources/definition/sorts'
import { removedAt, reportsCount } from '#resources/moderated'
import {
  isUsed,
  url,
  uses,
  usesSchema,
  variants,
  variantsSchema,
  type MediaUse,
  type MediaVariant,
} from '#resources/media_parts'
import { user } from '#resources/user'
import {
  MAX_USES_TOLD,
  mediaFailures,
  mediaKinds,
  mediaStatuses,
  SET_ASIDE_DAYS,
  UNUSED_HOURS,
} from '#domain/media'

const ofFile = (column: string) => `media_files.${column}`

/** A file that a user uploaded, and what the user says of it. */
export const media = defineResource({
  table: 'media',
  joins: `join media_files on media_files.id = media.file_id
    left join lateral (select * from authors where authors.id = media.user_id limit 1) as users on true`,
  revision: 'updated_at',
  members: {
    id: integer({ example: 8, exported: true, cli: { column: true } }),
    kind: oneOf(mediaKinds, {
      sql: ofFile('kind'),
      description: 'What its bytes are. SVG and HTML are documents.',
      example: 'image',
      exported: true,
      cli: { column: true },
    }),
    status: oneOf(mediaStatuses, {
      sql: ofFile('status'),
      description:
        '`processing`: its copies are being made, and `url` is the upload, for its owner alone. `failed`: see `failure`.',
      example: 'ready',
      exported: true,
      cli: { column: true },
    }),
    failure: oneOf(mediaFailures, {
      sql: ofFile('failure'),
      nullable: true,
      description:
        'Why a picture could not be processed. `too_many_pixels`: more than 50 megapixels. `given_up`: the process ended at each try.',
      example: null,
      exported: true,
    }),
    name: text({
      nullable: true,
      description: 'The name of the uploaded file. For its owner and staff.',
      example: 'lamp.jpg',
      readBy: 'owner',
      exported: true,
      cli: { column: 'elastic' },
    }),
    content_type: text({
      sql: ofFile('content_type'),
      isPlain: true,
      description: 'Of the file at `url`.',
      example: 'image/jpeg',
      exported: true,
      cli: { label: 'Type' },
    }),
    bytes: integer({
      sql: ofFile('bytes'),
      description: 'Of the file at `url`.',
      example: 482_133,
      exported: true,
      cli: { column: true },
    }),
    width: integer({ sql: ofFile('width'), nullable: true, example: 4032, exported: true }),
    height: integer({ sql: ofFile('height'), nullable: true, example: 3024, exported: true }),
    alt: text({
      nullable: true,
      description: 'What a picture shows, for those who do not see it.',
      example: 'A lamp in the fog',
      exported: true,
    }),
    caption: text({ nullable: true, example: 'Berlin, 2026', exported: true }),
    focal_point: json<{ x: number; y: number }>(
      {
        type: 'object',
        required: ['x', 'y'],
        properties: {
          x: { type: 'number', minimum: 0, maximum: 1 },
          y: { type: 'number', minimum: 0, maximum: 1 },
        },
        examples: [{ x: 0.5, y: 0.5 }],
      },
      {
        sql: `json_build_object('x', media.focal_x, 'y', media.focal_y)`,
        description: 'What crops keep in view: parts of the width and of the height.',
        exported: true,
      }
    ),
    placeholder: text({
      sql: ofFile('placeholder'),
      isPlain: true,
      nullable: true,
      description: 'A ThumbHash in Base64: a blurred preview of about 25 bytes.',
      example: '1QcSHQRnh493V4dIh4eXh1h4kJUI',
      exported: true,
    }),
    sha256: text({
      sql: ofFile('sha256'),
      isPlain: true,
      description: 'The digest of the upload, in hexadecimal.',
      example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      exported: true,
    }),
    url: text({
      sql: url,
      nullable: true,
      description: 'The whole file. Null if it failed.',
      example: 'https://plaza.example.org/media/files/q0nXw7kJ2mVb8sTfYc4hLr9eZuPgAi3D.jpg',
      exported: true,
      cli: { label: 'Address' },
    }),
    variants: json<MediaVariant[]>(variantsSchema, {
      sql: variants,
      description:
        'Smaller copies of a picture, for `srcset`: whole ones by width, and crops to the focal point.',
      exported: true,
    }),
    used: boolean({
      sql: isUsed,
      description:
        'Whether a post, a working copy or a revision has its address, or a profile shows it.',
      example: true,
      readBy: 'owner',
      cli: { column: true },
    }),
    uses: json<MediaUse[]>(usesSchema, {
      sql: uses,
      description: `Where it is used, up to ${MAX_USES_TOLD} places: public posts, and those that its owner wrote or edited last.`,
      readBy: 'owner',
      onRequest: true,
      cli: false,
    }),
    set_aside_at: time({
      nullable: true,
      description: `Nothing has used it for ${UNUSED_HOURS} hours: it is deleted ${SET_ASIDE_DAYS} days later. Null for those with the permission \`media.keep\`.`,
      readBy: 'owner',
      cli: { label: 'Set aside' },
    }),
    user_id: integer({
      nullable: true,
      description: 'Who uploaded it. Null once the account is erased.',
      example: 7,
      cli: { isHidden: true },
    }),
    owner: embed(user.views.Author, {
      readBy: 'staff',
      description: 'Who uploaded it; null once the account is erased.',
      cli: { column: true },
    }),
    removed_at: removedAt(),
    barred_at: time({
      sql: ofFile('barred_at'),
      nullable: true,
      description: 'Since when staff bar its content from all users.',
      readBy: 'staff',
      cli: { label: 'Barred', after: 'removed_at' },
    }),
    reports_count: reportsCount('media', { table: 'media', after: 'used' }),
    created_at: time({ exported: true, cli: { label: 'Uploaded', column: 'day' } }),
    updated_at: time({ exported: true, cli: { label: 'Changed' } }),
  },
  filters: {
    kind: byChoice(mediaKinds, {
      description: 'of this kind',
      where: (kind) => `media_files.kind = ${kind}`,
    }),
    user: byUser({
      description: 'of this user',
      for: ['staff'],
      where: (id) => `media.user_id = ${id}`,
    }),
    used: byCondition(
      { true: isUsed, false: `not ${isUsed}` },
      { description: 'that something uses, or that nothing uses' }
    ),
    removed: byCondition(
      {
        true: 'media.removed_at is not null',
        false: 'media.removed_at is null',
      },
      { description: 'that staff removed, or did not', for: ['staff'] }
    ),
    barred: byCondition(
      {
        true: 'media_files.barred_at is not null',
        false: 'media_files.barred_at is null',
      },
      { description: 'whose content staff barred, or did not', for: ['staff'] }
    ),
    search: byPart({
      description: 'with this in the name, the alternative text or the caption',
      where: (pattern) =>
        `(media.name ~ ${pattern} or media.alt ~ ${pattern} or media.caption ~ ${pattern})`,
    }),
    ...createdWithin('media'),
  },
  sorts: newestFirst('media'),
  views: {
    Media: { for: 'everybody', sometimes: ['name', 'used', 'uses', 'set_aside_at'] },
    OwnMedia: { for: 'owner' },
    StaffMedia: { for: 'staff' },
  },
})

export const mediaKinds = ['image', 'video', 'audio', 'document'] as const
export type MediaKind = (typeof mediaKinds)[number]

export const mediaStatuses = ['processing', 'ready', 'failed'] as const
export type MediaStatus = (typeof mediaStatuses)[number]

/** Why a picture could not be processed. */
export const mediaFailures = ['unreadable', 'too_many_pixels', 'given_up'] as const
export type MediaFailure = (typeof mediaFailures)[number]

/** What can use a file: a post, its working copy, a revision, or the profile of the file's owner. */
export const mediaPlaces = ['post', 'draft', 'revision', 'profile'] as const
export type MediaPlace = (typeof mediaPlaces)[number]

/** Places that are told of one file. */
export const MAX_USES_TOLD = 50

/** Of one upload. */
export const MAX_UPLOAD_BYTES = 20 * 1024 * 1024

/** What a multipart body has around its file. */
export const MAX_ENVELOPE_BYTES = 16 * 1024

/** Of a picture; of all frames of an animation together. */
export const MAX_PIXELS = 50_000_000

export const MAX_FRAMES = 200

/** An upload that takes longer has ended with its process. */
export const UPLOAD_HOURS = 1

/** An upload in parts ends after so many hours. */
export const RESUMABLE_HOURS = 24

/** Of tus 1.0.0, which uploads in parts follow. */
export const uploadExtensions = [
  'creation',
  'creation-with-upload',
  'expiration',
  'checksum',
  'termination',
] as const

/** What `Upload-Checksum` can name. */
export const checksumAlgorithms = ['sha1', 'sha256'] as const
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number]

/** A file that comes in parts, or has come. */
export interface ResumableUpload {
  id: number
  /** Of the whole file. */
  bytes: number
  /** As in `Upload-Metadata`. */
  metadata: string | null
  createdAt: Date
  isComplete: boolean
}

/** A file that nothing uses for so long is set aside. */
export const UNUSED_HOURS = 24

/** A file that its owner or staff keep, without a use, is looked at again after so many days. */
export const KEPT_DAYS = 7

/** A file that is set aside is deleted after so many days. */
export const SET_ASIDE_DAYS = 7

/** The formats that copies of pictures are made in. All browsers show the first. */
export const pictureFormats = ['webp', 'avif'] as const
export type PictureFormat = (typeof pictureFormats)[number]

/** The copies of a picture. None is wider than the picture itself. */
export const widths = [320, 640, 1280, 1920] as const

export const crops = {
  '1:1': { ratio: 1, width: 640 },
  '16:9': { ratio: 16 / 9, width: 1280 },
  '1.91:1': { ratio: 1.91, width: 1200 },
} as const
export type Crop = keyof typeof crops
export const cropNames = Object.keys(crops) as Crop[]

/** What a file is served for: the file at `url`, the upload of a picture until it is processed, or a smaller copy. */
export const variantPurposes = ['master', 'original', 'width', 'crop'] as const
export type VariantPurpose = (typeof variantPurposes)[number]

/** SQL on `media`: the file has arrived, and staff have neither removed it nor barred its content. */
export const isInSight = `(media.removed_at is null and exists (
  select from media_files where media_files.id = media.file_id and media_files.barred_at is null
))`

export interface FileType {
  kind: MediaKind
  contentType: string
  extension: string
}

const type = (kind: MediaKind, extension: string) => ({ kind, extension })

/** The types that a file can have here, by what its bytes say. All others are a download without a type. */
const types: Record<string, { kind: MediaKind; extension: string }> = {
  'image/jpeg': type('image', 'jpg'),
  'image/png': type('image', 'png'),
  'image/apng': type('image', 'png'),
  'image/gif': type('image', 'gif'),
  'image/webp': type('image', 'webp'),
  'image/avif': type('image', 'avif'),
  'image/tiff': type('image', 'tiff'),
  'video/mp4': type('video', 'mp4'),
  'video/webm': type('video', 'webm'),
  'audio/mpeg': type('audio', 'mp3'),
  'audio/ogg': type('audio', 'ogg'),
  'audio/wav': type('audio', 'wav'),
  'audio/flac': type('audio', 'flac'),
  'audio/x-m4a': type('audio', 'm4a'),
  'application/pdf': type('document', 'pdf'),
  'application/zip': type('document', 'zip'),
  'application/epub+zip': type('document', 'epub'),
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': type(
    'document',
    'docx'
  ),
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': type('document', 'xlsx'),
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': type(
    'document',
    'pptx'
  ),
  'application/vnd.oasis.opendocument.text': type('document', 'odt'),
  'application/vnd.oasis.opendocument.spreadsheet': type('document', 'ods'),
}

const unknown: FileType = {
  kind: 'document',
  contentType: 'application/octet-stream',
  extension: 'bin',
}

/** All types that a file can be served with. */
export const contentTypes = [...Object.keys(types), unknown.contentType]

/** @param contentType what the bytes say, without parameters */
export function fileTypeOf(contentType: string | undefined): FileType {
  const base = contentType?.split(';', 1)[0] ?? ''
  return Object.hasOwn(types, base) ? { contentType: base, ...types[base] } : unknown
}

/** Whether a browser may show it in place. SVG, HTML, XML and all documents are downloads. */
export const isShownInPlace = (contentType: string) =>
  Object.hasOwn(types, contentType) && types[contentType].kind !== 'document'

let address: string | undefined

/** Where the files are, read from the environment, as SQL has it. */
export function mediaAddress(): string {
  address ??= addressIn(process.env)
  return address
}

function addressIn({ MEDIA_URL, APP_URL, PORT }: NodeJS.ProcessEnv): string {
  const base = MEDIA_URL?.trim() || APP_URL?.trim() || `http://localhost:${PORT ?? 3333}`
  const { origin, pathname } = new URL(base)
  const segments = pathname.split('/').filter((segment) => segment !== '')
  return [origin, ...segments, 'media/files/'].join('/')
}

import {
  created,
  nothing,
  pageOf,
  resource,
  takes,
  text,
  type Area,
  type Operation,
} from '#openapi/operation'
import { page, show } from '#openapi/operations/staff_reads'
import { idValidator } from '#validators/lists'
import {
  deleteMediaValidator,
  fileNameValidator,
  listMediaValidator,
  listOwnMediaValidator,
  showFileValidator,
  showMediaValidator,
  showStaffMediaValidator,
  updateMediaValidator,
  uploadMediaValidator,
} from '#validators/media'
import {
  contentTypes,
  MAX_FRAMES,
  MAX_PIXELS,
  MAX_UPLOAD_BYTES,
  RESUMABLE_HOURS,
} from '#domain/media'

const megabytes = MAX_UPLOAD_BYTES / 1024 / 1024
const megapixels = MAX_PIXELS / 1_000_000

export const media: Area = {
  tag: 'Media',
  description: 'Pictures and other files that users upload: see `docs/media.md`.',
  operations: {
    'media.store': {
      summary: 'Upload a file',
      description: `Up to ${megabytes} MB, as the part \`file\` and no other. What it is, its bytes say: its name and the type that the client sends don’t count. A job encodes a picture anew, without what the camera wrote into it (\`status\` is \`processing\` meanwhile): upright, in sRGB, up to ${megapixels} megapixels, of an animation up to ${MAX_FRAMES} frames; then the upload is deleted. Other files stay as they are. SVG and HTML are only ever downloads. \`MEDIA_QUOTA\` limits all files of a user together. What staff removed or barred is refused.`,
      body: takes(uploadMediaValidator, { file: 'lamp.jpg' }),
      problems: ['silenced', 'quota_exceeded', 'media_barred', 'bad_request'],
      answers: { 201: created('OwnMedia', ['ETag']) },
    },
    'media.uploads.store': {
      summary: 'Begin an upload in parts',
      description: `By [tus 1.0.0](https://tus.io/protocols/resumable-upload), for which there are clients in all languages: an upload goes on after a cut, for ${RESUMABLE_HOURS} hours. \`OPTIONS /media/uploads\` tells what it can do. What \`POST /media\` says of a file holds here too. The request may bring the first part. The id in \`Location\` is that of the file: when all has come, it is at \`GET /media/{id}\`.`,
      takesHeaders: ['Tus-Resumable', 'Upload-Length', 'Upload-Metadata', 'Upload-Checksum'],
      problems: [
        ...(['silenced', 'quota_exceeded', 'media_barred', 'bad_request'] as const),
        ...(['precondition_failed', 'checksum_mismatch', 'conflict'] as const),
      ],
      answers: {
        201: {
          description: 'Begun',
          headers: ['Location', 'Tus-Resumable', 'Upload-Expires', 'Upload-Offset?'],
        },
      },
    },
    'media.uploads.show': {
      summary: 'Ask how far an upload is',
      description: 'In tus by `HEAD`. Also after all has come.',
      path: idValidator,
      takesHeaders: ['Tus-Resumable'],
      problems: ['precondition_failed', 'conflict', 'gone'],
      answers: {
        200: {
          description: 'How far it is',
          headers: ['Tus-Resumable', 'Upload-Offset', 'Upload-Length', 'Upload-Metadata'],
        },
      },
    },
    'media.uploads.update': {
      summary: 'Send a part',
      description:
        'Of a part that is cut off, Plaza keeps what has come, unless it has an `Upload-Checksum`. After a failure, ask where the upload goes on.',
      path: idValidator,
      takesHeaders: ['Tus-Resumable', 'Upload-Offset', 'Upload-Checksum'],
      problems: [
        'silenced',
        'media_barred',
        'bad_request',
        'checksum_mismatch',
        'conflict',
        'gone',
      ],
      answers: {
        204: {
          description: 'It has come',
          headers: ['Tus-Resumable', 'Upload-Offset', 'Upload-Expires'],
        },
      },
    },
    'media.uploads.destroy': {
      summary: 'Give an upload up',
      path: idValidator,
      takesHeaders: ['Tus-Resumable'],
      problems: ['silenced', 'conflict', 'gone'],
      answers: { 204: { description: 'Done', headers: ['Tus-Resumable'] } },
    },
    'media.index': {
      summary: 'List my files',
      description: 'Newest first.',
      query: listOwnMediaValidator,
      answers: { 200: pageOf('OwnMedia') },
    },
    'media.show': {
      summary: 'Read a file',
      description:
        'For its owner and for staff; for readers too while a public post of its owner uses it. `name` is for its owner and staff.',
      viewer: true,
      path: idValidator,
      query: showMediaValidator,
      problems: ['unauthenticated'],
      answers: { 200: resource('Media') },
    },
    'media.names.show': {
      summary: 'Read a file by the name in its address',
      description:
        'Or by that of a copy: for `srcset`, and for a report on a picture in a text. My own file of this content, or the first that I may see.',
      viewer: true,
      path: fileNameValidator,
      query: showMediaValidator,
      problems: ['unauthenticated'],
      answers: { 200: resource('Media') },
    },
    'media.update': {
      summary: 'Change what is said of a file',
      description:
        'Crops to another `focal_point` are made by a job, and are missing in `variants` until then.',
      path: idValidator,
      body: takes(updateMediaValidator, {
        alt: 'A lamp in the fog',
        focal_point: { x: 0.2, y: 0.4 },
      }),
      problems: ['silenced'],
      answers: { 200: resource('OwnMedia') },
    },
    'media.destroy': {
      summary: 'Delete a file',
      description:
        'No address shows it any more, unless another user has uploaded the same. Its bytes go within minutes. One that a post, a working copy, a revision or the profile uses is kept: 409, unless `force` is `true`.',
      path: idValidator,
      query: deleteMediaValidator,
      problems: ['silenced', 'conflict'],
      answers: { 204: nothing },
    },
    'media.files.show': {
      summary: 'Download a file, or a copy of a picture',
      description:
        'For all while a public post uses it, else for its owner and for staff, and with the `key` that the answer of a preview gives its address; the upload of a picture for its owner alone. With `Range` the answer is a part. A name stands for the same bytes for ever. Pictures, sounds and films are shown in place, all else is a download.',
      viewer: true,
      path: fileNameValidator,
      query: showFileValidator,
      problems: ['unauthenticated'],
      answers: {
        200: text('The file', contentTypes, ['ETag', 'Content-Disposition']),
        206: text('A part of it', contentTypes, ['ETag', 'Content-Disposition', 'Content-Range']),
        302: {
          description:
            'It is in a bucket, at an address that works for a minute (`MEDIA_S3_SERVE`)',
          headers: ['Location'],
        },
      },
    },
  },
}

export const staffMediaOperations: Record<string, Operation> = {
  'admin.media.index': page('StaffMedia', 'List all files', 'Newest first.', listMediaValidator, {
    problems: ['not_found'],
  }),
  'admin.media.show': show(
    'StaffMedia',
    'Read a file',
    'Also one that was removed, or whose content is barred.',
    { query: showStaffMediaValidator }
  ),
}

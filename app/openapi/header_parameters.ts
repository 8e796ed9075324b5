import { checksumAlgorithms } from '#domain/media'

export const headerParameters = {
  'Idempotency-Key': {
    description: 'Makes the request happen once: repetitions within 24 h get the first answer.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
  },
  'If-Match': {
    description: 'Write only if this `ETag` still names the state of the resource.',
    schema: { type: 'string' },
  },
  'If-None-Match': {
    description: 'Answer 304 if this `ETag` still names the state of the resource.',
    schema: { type: 'string' },
  },
  'Tus-Resumable': {
    description: 'The version of tus.',
    required: true,
    schema: { type: 'string', enum: ['1.0.0'] },
  },
  'Upload-Checksum': {
    description: `The digest of this part in Base64, after its algorithm: ${checksumAlgorithms.join(' or ')}.`,
    schema: { type: 'string', examples: ['sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0='] },
  },
  'Upload-Length': {
    description: 'Bytes of the whole file.',
    required: true,
    schema: { type: 'integer', minimum: 1 },
  },
  'Upload-Metadata': {
    description: 'What the client says of the file: `filename`, and its value in Base64.',
    schema: { type: 'string', maxLength: 2000, examples: ['filename bGFtcC5qcGc='] },
  },
  'Upload-Offset': {
    description: 'Where this part begins: where the upload goes on.',
    required: true,
    schema: { type: 'integer', minimum: 0 },
  },
  'X-Plaza-Studio': {
    description:
      'Only a page of this origin can send it, with the `Sec-Fetch-Site: same-origin` of its browser.',
    required: true,
    schema: { type: 'string', enum: ['1'] },
  },
}

export type HeaderParameter = keyof typeof headerParameters

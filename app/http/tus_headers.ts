import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpContext } from '@adonisjs/core/http'
import PreconditionFailedException from '#exceptions/precondition_failed_exception'
import UnreadableUploadException from '#exceptions/unreadable_upload_exception'
import {
  checksumAlgorithms,
  MAX_UPLOAD_BYTES,
  uploadExtensions,
  type ChecksumAlgorithm,
} from '#domain/media'

type Request = HttpContext['request']

const TUS_VERSION = '1.0.0'

const MAX_METADATA_CHARACTERS = 2000

/** What scripts of other origins may send. */
export const tusRequestHeaders = [
  'Tus-Resumable',
  'Upload-Checksum',
  'Upload-Length',
  'Upload-Metadata',
  'Upload-Offset',
]

/** What they may read, of answers about uploads in parts. */
export const tusAnswerHeaders = [
  'Tus-Checksum-Algorithm',
  'Tus-Extension',
  'Tus-Max-Size',
  'Tus-Resumable',
  'Tus-Version',
  'Upload-Expires',
  'Upload-Length',
  'Upload-Metadata',
  'Upload-Offset',
]

const PATH = '/media/uploads'

export const isAboutUploads = ({ url }: IncomingMessage): boolean =>
  // Of all requests, few go on from here.
  url!.startsWith(PATH) && /^(?:$|[/?])/.test(url!.slice(PATH.length))

/** Every answer names the version, and one to OPTIONS all that can be done. @returns whether that was the question */
export function describeUploads({ method }: IncomingMessage, response: ServerResponse): boolean {
  response.setHeader('Tus-Resumable', TUS_VERSION)
  if (method !== 'OPTIONS') return false
  response.setHeader('Tus-Version', TUS_VERSION)
  response.setHeader('Tus-Extension', uploadExtensions.join(','))
  response.setHeader('Tus-Max-Size', String(MAX_UPLOAD_BYTES))
  response.setHeader('Tus-Checksum-Algorithm', checksumAlgorithms.join(','))
  return true
}

class OtherVersionException extends PreconditionFailedException {
  override readonly headers = { 'Tus-Version': TUS_VERSION }
}

/** @throws PreconditionFailedException */
export function refuseOtherVersion(request: Request): void {
  if (request.header('tus-resumable') === TUS_VERSION) return
  throw new OtherVersionException(`Send Tus-Resumable: ${TUS_VERSION}.`)
}

/** @throws UnreadableUploadException without a number of bytes, or with too long a description of the file */
export function refuseUnreadable(request: Request): void {
  if (!/^[1-9]\d{0,14}$/.test(request.header('upload-length') ?? '')) {
    throw new UnreadableUploadException('Upload-Length must be the number of bytes of the file.')
  }
  if ((request.header('upload-metadata') ?? '').length > MAX_METADATA_CHARACTERS) {
    const most = `${MAX_METADATA_CHARACTERS} characters`
    throw new UnreadableUploadException(`Upload-Metadata has up to ${most}.`)
  }
}

/** @returns null without one @throws UnreadableUploadException for another algorithm, or no digest */
export function checksumOf(request: Request) {
  const header = request.header('upload-checksum')
  if (header === undefined) return null
  const [algorithm, digest = ''] = header.split(' ')
  if (!isKnown(algorithm) || !/^[A-Za-z0-9+/]{20,60}={0,2}$/.test(digest)) {
    throw new UnreadableUploadException(
      `Upload-Checksum must be ${checksumAlgorithms.join(' or ')}, and the digest in Base64.`
    )
  }
  return { algorithm, digest: Buffer.from(digest, 'base64') }
}

const isKnown = (name: string): name is ChecksumAlgorithm =>
  (checksumAlgorithms as readonly string[]).includes(name)

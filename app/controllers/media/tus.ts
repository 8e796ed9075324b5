import type { ReadableStream } from 'node:stream/web'
import type { HttpContext } from '@adonisjs/core/http'
import app from '@adonisjs/core/services/app'
import config from '@adonisjs/core/services/config'
import { ERRORS, Server } from '@tus/server'
import ConflictException from '#exceptions/conflict_exception'
import PayloadTooLargeException from '#exceptions/payload_too_large_exception'
import ProblemException from '#exceptions/problem_exception'
import StorageUnavailableException from '#exceptions/storage_unavailable_exception'
import UnreadableUploadException from '#exceptions/unreadable_upload_exception'
import { UploadLocks } from '#media/resumable/upload_locks'
import type { UploadStore } from '#media/resumable/upload_store'
import { isStorageFailure } from '#media/storage'
import { MAX_UPLOAD_BYTES } from '#domain/media'
import { publicPath } from '#domain/public_path'
import { bodyStream } from '#http/body_stream'

/** Milliseconds until a request that another one waits for is ended. */
const DRAIN_MS = 1000

const locks = new UploadLocks(() =>
  config.get('database.connections.postgres.connection.connectionString')
)

app.terminating(() => locks.close())

interface Asked {
  store: UploadStore
  /** Undefined to begin one. */
  id?: number
  begin?: (upload: { bytes: number; metadata: string | null }) => Promise<number>
}

/** Answers a request of tus 1.0.0 (https://tus.io/protocols/resumable-upload) by its library. @throws ProblemException */
export async function answerTus({ request, response }: HttpContext, { store, id, begin }: Asked) {
  let failure: unknown
  const server = new Server({
    path: '/media/uploads',
    datastore: store,
    locker: locks,
    lockDrainTimeout: DRAIN_MS,
    maxSize: MAX_UPLOAD_BYTES,
    namingFunction: async () => {
      const bytes = Number(request.header('upload-length'))
      return String(await begin!({ bytes, metadata: request.header('upload-metadata') ?? null }))
    },
    generateUrl: (_, made) => publicPath(`/media/uploads/${made.id}`),
    getFileIdFromRequest: () => String(id),
    onResponseError(_, error) {
      failure = error
      return undefined
    },
  })
  const { stream, discard } = bodyStream(request.request)
  const answer = await server.handleWeb(webRequest(request, stream))
  discard()
  if (failure !== undefined) throw problemOf(failure)
  if (!answer.ok) throw new UnreadableUploadException((await answer.text()).trim())
  for (const [name, value] of answer.headers) if (isTold(name)) response.header(name, value)
  response.status(answer.status).send(null)
}

const isAsked = (name: string) => /^(upload-|tus-|content-)/.test(name)

const isTold = (name: string) => /^(upload-|tus-|location$|connection$)/.test(name)

/** The body stays a stream. */
function webRequest(request: HttpContext['request'], body: ReadableStream): Request {
  const method = request.method()
  const hasBody = request.header('content-type') !== undefined
  return new Request('http://localhost/media/uploads', {
    method: method === 'GET' ? 'HEAD' : method,
    headers: Object.entries(request.headers())
      .filter(([name]) => isAsked(name))
      .map(([name, value]) => [name, String(value)]),
    ...(hasBody && { body, duplex: 'half' }),
  } as RequestInit)
}

/** The failures of the library are objects without a class. */
function problemOf(failure: unknown): unknown {
  if (failure instanceof ProblemException) return failure
  if (isStorageFailure(failure)) return new StorageUnavailableException(failure)
  switch (failure) {
    case ERRORS.INVALID_OFFSET:
      return new ConflictException('Upload-Offset is not where the upload goes on: ask with HEAD.')
    case ERRORS.ABORTED:
      return new ConflictException('Another request goes on with this upload.')
    case ERRORS.ERR_SIZE_EXCEEDED:
    case ERRORS.ERR_MAX_SIZE_EXCEEDED:
      return PayloadTooLargeException.of(MAX_UPLOAD_BYTES)
    default:
  }
  const { status_code: status, body } = failure as { status_code?: number; body?: string }
  return status ? new UnreadableUploadException(body!.trim()) : failure
}

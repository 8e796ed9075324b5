import type { IncomingMessage } from 'node:http'
import {
  Busboy,
  type BusboyFileStream,
  type BusboyHeaders,
  type BusboyInstance,
} from '@fastify/busboy'
import PayloadTooLargeException from '#exceptions/payload_too_large_exception'
import UnreadableUploadException from '#exceptions/unreadable_upload_exception'
import ValidationException from '#exceptions/validation_exception'
import { keepStream } from '#media/keep_stream'
import type { Measured } from '#media/measure_stream'
import { normaliseText } from '#domain/text'

export interface ReceivedFile extends Measured {
  /** As its user calls it, without a path. */
  name: string | null
}

/**
 * Streams the part `file` of a multipart body to a key of the storage. The caller deletes the key after a failure.
 *
 * @throws PayloadTooLargeException, UnreadableUploadException, ValidationException for another part or none
 */
export function receiveFile(
  request: IncomingMessage,
  key: string,
  maxBytes: number
): Promise<ReceivedFile> {
  return new Promise((resolve, reject) => {
    let taking: Promise<ReceivedFile> | undefined
    let open: BusboyFileStream | undefined
    let form: BusboyInstance

    const settle = () => {
      request.unpipe(form)
      request.off('close', left)
      // An unread body would block the next request on this connection.
      request.resume()
    }
    const fail = (error: Error) => {
      settle()
      open?.destroy(error)
      // The storage writes no more once this has ended.
      const ended = taking ?? Promise.resolve()
      ended.catch(() => {}).finally(() => reject(error))
    }
    const left = () => {
      if (!request.complete) fail(new UnreadableUploadException('The upload was cut off.'))
    }

    try {
      form = newForm(request, maxBytes)
    } catch {
      request.resume()
      return reject(new UnreadableUploadException('The body is not multipart/form-data.'))
    }
    form.on('file', (field: string, stream: BusboyFileStream, name: string) => {
      stream.on('error', () => {})
      if (field !== 'file' || taking) return fail(new ValidationException([otherPart]))
      open = stream
      stream.once('limit', () => fail(PayloadTooLargeException.of(maxBytes)))
      taking = take(stream, key, name)
      taking.catch(fail)
    })
    form.once('partsLimit', () => fail(new ValidationException([otherPart])))
    form.on('error', () => fail(new UnreadableUploadException('The body is not well-formed.')))
    form.once('finish', () => {
      settle()
      if (taking) taking.then(resolve, reject)
      else reject(new ValidationException([noFile]))
    })
    request.once('close', left)
    request.pipe(form)
  })
}

const newForm = (request: IncomingMessage, maxBytes: number) =>
  new Busboy({
    headers: request.headers as BusboyHeaders,
    isPartAFile: () => true,
    limits: {
      files: 1,
      fields: 0,
      parts: 1,
      fileSize: maxBytes,
      headerPairs: 20,
      headerSize: 8192,
    },
  })

async function take(stream: BusboyFileStream, key: string, name: string): Promise<ReceivedFile> {
  const kept = await keepStream(stream as AsyncIterable<Buffer>, key)
  if (kept.bytes === 0) throw new ValidationException([noFile])
  return { ...kept, name: tidyFileName(name) }
}

const MAX_NAME_CHARACTERS = 200

/** A file's name as its user calls it, without a path; null for nothing that can be shown. */
export function tidyFileName(name: string | undefined): string | null {
  const text = normaliseText(
    (name ?? '')
      .toWellFormed()
      .replace(/^.*[/\\]/su, '')
      .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
  )
  return [...text].slice(0, MAX_NAME_CHARACTERS).join('').trim() || null
}

const noFile = { pointer: '/file', rule: 'required', detail: 'file is missing, or empty.' }

const otherPart = {
  pointer: '/file',
  rule: 'one_file',
  detail: 'The body takes one part, "file", and no other.',
}

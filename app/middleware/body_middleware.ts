import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import BodyParserMiddleware from '@adonisjs/core/bodyparser_middleware'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import UnsupportedMediaTypeException from '#exceptions/unsupported_media_type_exception'
import type { BodyOptions } from '#http/body_options'

const json = ['application/json', 'application/*+json']
const form = 'application/x-www-form-urlencoded'

/** AdonisJS's parser inflates these. */
const encodings = ['gzip', 'deflate', 'br', 'identity']

@inject()
export default class BodyMiddleware {
  constructor(private parser: BodyParserMiddleware) {}

  async handle(ctx: HttpContext, next: NextFn, options: BodyOptions = {}) {
    if (options.upload) return passUpload(options, ctx, next)
    const accepted = options.form ? [...json, form] : json
    // AdonisJS takes a POST with `content-length: 0` for one with a body.
    const isEmpty = ctx.request.header('content-length') === '0'
    if (!isEmpty && ctx.request.hasBody() && !ctx.request.is(accepted)) {
      throw UnsupportedMediaTypeException.ofType(accepted.filter((type) => !type.includes('*')))
    }
    const encoding = ctx.request.header('content-encoding') ?? 'identity'
    if (!encodings.includes(encoding)) throw UnsupportedMediaTypeException.ofEncoding(encodings)
    const isText = encodingOf(ctx.request.request)
    try {
      await this.parser.handle(ctx, () => {
        if (!isText()) throw new TypeError('The body is not UTF-8')
        return next()
      })
    } catch (error) {
      // An unread body would block the next request on this connection.
      ctx.request.request.resume()
      // Later middleware render their own failures, so the parser threw: not UTF-8, broken gzip or too deep.
      const { status = 400 } = error as { status?: number }
      throw Object.assign(error as Error, { status: hasLeft(ctx.request.request) ? 400 : status })
    }
  }
}

/** The controller reads it as a stream. */
function passUpload(
  { upload: type = '', isOptional }: BodyOptions,
  { request }: HttpContext,
  next: NextFn
) {
  if (isOptional && request.header('content-type') === undefined) return next()
  if (!request.is([type])) throw UnsupportedMediaTypeException.ofType([type])
  if ((request.header('content-encoding') ?? 'identity') !== 'identity') {
    throw UnsupportedMediaTypeException.ofEncoding(['identity'])
  }
  return next()
}

/** Whether the client closed the connection before its body was read. */
const hasLeft = ({ destroyed, readableEnded }: IncomingMessage) => destroyed && !readableEnded

/** Checks a body for UTF-8, since the parser replaces invalid bytes. It can't check a compressed body. */
function encodingOf(request: IncomingMessage): () => boolean {
  const isPlain = (request.headers['content-encoding'] ?? 'identity') === 'identity'
  const chunks: Buffer[] = []
  if (isPlain) request.on('data', (chunk) => chunks.push(chunk))
  return () => isUtf8(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))
}

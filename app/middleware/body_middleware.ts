import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import BodyParserMiddleware from '@adonisjs/core/bodyparser_middleware'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import UnsupportedMediaTypeException from '#exceptions/unsupported_media_type_exception'

const json = ['application/json', 'application/*+json']
const form = 'application/x-www-form-urlencoded'

/** Those that the parser of AdonisJS inflates. */
const encodings = ['gzip', 'deflate', 'br', 'identity']

/** Reads the body of a write: JSON, and a form where the route takes one. */
@inject()
export default class BodyMiddleware {
  constructor(private parser: BodyParserMiddleware) {}

  async handle(ctx: HttpContext, next: NextFn, options: { form?: boolean } = {}) {
    const accepted = options.form ? [...json, form] : json
    // A POST of nothing says so with a length, for which AdonisJS takes it for one with a body.
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
      // Else the next request on this connection would wait for ever behind what was not read.
      ctx.request.request.resume()
      // What follows answers its own failures, so the body has failed: not UTF-8, broken gzip, or
      // nested too deep for the stack.
      const { status = 400 } = error as { status?: number }
      throw Object.assign(error as Error, { status: hasLeft(ctx.request.request) ? 400 : status })
    }
  }
}

/** Whether the client went away before the end of its body; nobody reads the answer then. */
const hasLeft = ({ destroyed, complete }: IncomingMessage) => destroyed && !complete

/**
 * Watches whether the bytes of a body are UTF-8: the parser replaces what is not, and says nothing.
 * Of a compressed body it can't tell.
 */
function encodingOf(request: IncomingMessage): () => boolean {
  const isPlain = (request.headers['content-encoding'] ?? 'identity') === 'identity'
  const chunks: Buffer[] = []
  if (isPlain) request.on('data', (chunk) => chunks.push(chunk))
  return () => isUtf8(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))
}

import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import LinkPublicFile from '#actions/media/link_public_file'
import NotFoundException from '#exceptions/not_found_exception'
import { byteRangeOf } from '#http/byte_range'
import { isNamedBy } from '#http/entity_tag'
import { opensFile } from '#media/file_keys'
import { keyOf, storage } from '#media/storage'
import { findFile } from '#queries/media/find_file'
import { fileNameValidator, showFileValidator } from '#validators/media'
import { isShownInPlace } from '#domain/media'

/** Even a file that a browser takes for a page can do nothing there. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'`

export default class FilesController {
  @inject()
  async show({ auth, request, response }: HttpContext, linkPublicFile: LinkPublicFile) {
    const { key } = await request.validateQuery(showFileValidator)
    const { name } = await request.validatePath(fileNameValidator)
    const isOpened = key !== undefined && opensFile(key, name)
    const viewer = await auth.use('jwt').viewer()
    const { contentType, bytes, isPublic } = await findFile(name, viewer, isOpened)
    const contentDisposition = isShownInPlace(contentType) ? 'inline' : 'attachment'
    // The policy of the studio allows no other origin.
    const isForStudio = request.header('x-plaza-studio') !== undefined
    if (storage.redirects && !isForStudio) {
      const link = await storage.linkTo(keyOf(name), { contentType, contentDisposition })
      return response.status(302).header('Cache-Control', 'no-store').location(link).send(null)
    }
    const etag = `"${name}"`
    const ifRange = request.header('if-range')
    const part = byteRangeOf(request.header('range'), bytes, { ifRange, etag })
    const { start, end } = part ?? { start: 0, end: bytes - 1 }
    const isKnown = isNamedBy(request.header('if-none-match') ?? '', etag)
    const content = isKnown ? null : await storage.part(keyOf(name), { start, end })
    if (!isKnown && !content) throw new NotFoundException('file')
    if (isPublic) await linkPublicFile.handle(name)

    response
      .header('ETag', etag)
      .header('Cache-Control', `${isPublic ? 'public' : 'private'}, max-age=31536000, immutable`)
    if (!isPublic) response.vary('Authorization')
    if (!content) return response.status(304).send(null)
    if (part) response.status(206).header('Content-Range', `bytes ${start}-${end}/${bytes}`)
    response
      .header('Content-Type', contentType)
      .header('Content-Length', String(end - start + 1))
      .header('Content-Disposition', contentDisposition)
      .header('Content-Security-Policy', POLICY)
      .header('Cross-Origin-Resource-Policy', 'cross-origin')
      .header('X-Content-Type-Options', 'nosniff')
      .header('Accept-Ranges', 'bytes')
      .stream(content)
  }
}

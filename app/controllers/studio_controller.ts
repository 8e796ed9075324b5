import type { HttpContext } from '@adonisjs/core/http'
import config from '@adonisjs/core/services/config'
import MethodNotAllowedException from '#exceptions/method_not_allowed_exception'
import NotFoundException from '#exceptions/not_found_exception'
import { encodings, StudioFiles, type Encoding } from '#http/studio_files'

export default class StudioController {
  readonly #files = new StudioFiles(config.get('studio.folder'))

  /** One page for all addresses: the script reads the rest of the path. */
  async page({ params, request, response }: HttpContext) {
    const [first, ...deeper] = params['*'] ?? []
    // No script may get the page in place of a file of an older build.
    if (first === 'assets') throw new NotFoundException('file')
    if (first === 'session' && deeper.length === 0) {
      throw new MethodNotAllowedException(request.method(), ['POST', 'PUT', 'DELETE'])
    }
    const html = await this.#files.page()
    if (html === undefined)
      throw new NotFoundException('page, as the studio is not built: run npm run build')
    response
      .header('Content-Security-Policy', config.get('studio.contentSecurityPolicy'))
      .header('Cross-Origin-Opener-Policy', 'same-origin')
      .header('Referrer-Policy', 'no-referrer')
      .header('X-Content-Type-Options', 'nosniff')
      .header('X-Frame-Options', 'DENY')
      .header('Content-Type', 'text/html; charset=utf-8')
      .send(html)
  }

  async asset({ params, request, response }: HttpContext) {
    const encoding = (request.encoding(encodings) ?? 'identity') as Encoding
    const asset = await this.#files.asset(params.file, encoding)
    if (!asset) throw new NotFoundException('file')
    if (encoding !== 'identity') response.header('Content-Encoding', encoding)
    response
      .header('Content-Type', asset.type)
      .header('Cache-Control', 'public, max-age=31536000, immutable')
      .header('X-Content-Type-Options', 'nosniff')
      .vary('Accept-Encoding')
      .stream(asset.body)
  }
}

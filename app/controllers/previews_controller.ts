import type { HttpContext } from '@adonisjs/core/http'
import { showPreview } from '#queries/posts/previews'
import { showPreviewValidator, tokenInUrlValidator } from '#validators/previews'

/** No search engine lists a preview, and no link in it passes its address on. */
const headers = { 'X-Robots-Tag': 'noindex', 'Referrer-Policy': 'no-referrer' }

export default class PreviewsController {
  async show({ request, response }: HttpContext) {
    response.headers(headers)
    const { token } = await request.validatePath(tokenInUrlValidator)
    const asked = await request.validateQuery(showPreviewValidator)
    response.sendJson(await showPreview(token, asked))
  }
}

import type { HttpContext } from '@adonisjs/core/http'
import NotFoundException from '#exceptions/not_found_exception'
import { asset, versionedAsset } from '#openapi/assets'
import { contentSecurityPolicy, page } from '#openapi/page'
import { openApiJson, openApiYaml } from '#openapi/published'
import type { Representation } from '#openapi/representation'
import { isNamedBy } from '#http/entity_tag'

export default class DocumentsController {
  async json(ctx: HttpContext) {
    send(ctx, await openApiJson())
  }

  async yaml(ctx: HttpContext) {
    send(ctx, await openApiYaml())
  }

  async page(ctx: HttpContext) {
    ctx.response.header('Content-Security-Policy', contentSecurityPolicy)
    ctx.response.header('Referrer-Policy', 'no-referrer')
    send(ctx, await page())
  }

  async asset(ctx: HttpContext) {
    const lasting = await versionedAsset(ctx.params.file)
    if (lasting) return send(ctx, lasting, 'public, max-age=31536000, immutable')
    const file = await asset(ctx.params.file)
    if (!file) throw new NotFoundException('file')
    send(ctx, file)
  }
}

function send(
  { request, response }: HttpContext,
  { type, body, etag }: Representation,
  freshness = 'public, max-age=300'
) {
  response.header('ETag', etag).header('Cache-Control', freshness)
  const known = request.header('if-none-match')
  if (known !== undefined && isNamedBy(known, etag)) return response.status(304).send(null)
  response.header('Content-Type', type).header('X-Content-Type-Options', 'nosniff')
  response.send(body)
}

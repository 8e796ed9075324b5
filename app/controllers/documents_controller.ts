import type { HttpContext } from '@adonisjs/core/http'
import NotFoundException from '#exceptions/not_found_exception'
import { asset, contentSecurityPolicy, page } from '#openapi/page'
import { openApiJson, openApiYaml } from '#openapi/published'
import type { Representation } from '#openapi/representation'
import { isNamedBy } from '#support/etag'

export default class DocumentsController {
  async json(ctx: HttpContext) {
    send(ctx, await openApiJson())
  }

  async yaml(ctx: HttpContext) {
    send(ctx, await openApiYaml())
  }

  page(ctx: HttpContext) {
    ctx.response.header('Content-Security-Policy', contentSecurityPolicy)
    ctx.response.header('Referrer-Policy', 'no-referrer')
    send(ctx, page)
  }

  async asset(ctx: HttpContext) {
    const file = await asset(ctx.params.file)
    if (!file) throw new NotFoundException('file')
    send(ctx, file)
  }
}

function send({ request, response }: HttpContext, { type, body, etag }: Representation) {
  response.header('ETag', etag).header('Cache-Control', 'public, max-age=300')
  const known = request.header('if-none-match')
  if (known !== undefined && isNamedBy(known, etag)) return response.status(304).send(null)
  response.header('Content-Type', type).header('X-Content-Type-Options', 'nosniff')
  response.send(body)
}

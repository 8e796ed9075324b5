import config from '@adonisjs/core/services/config'
import { entityTag } from '#http/entity_tag'
import type { JsonResponse } from '#http/json_response'
import { publicPath } from '#domain/public_path'

/** The robots.txt (RFC 9309) of this API. */
export function showRobots(): JsonResponse {
  const body = `User-agent: *
Disallow: ${publicPath('/admin/')}

Sitemap: ${config.get<string>('site.api')}/sitemap.xml
`
  return { body, contentType: 'text/plain; charset=utf-8', etag: entityTag(body) }
}

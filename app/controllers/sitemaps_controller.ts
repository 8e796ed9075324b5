import { fastRead } from '#http/fast_reads'
import { showSitemap } from '#queries/feeds/sitemap'
import { sitemapValidator } from '#validators/feeds'

export default class SitemapsController {
  show = fastRead({ query: sitemapValidator }, ({ query }) => showSitemap(query.part))
}

import { fastRead } from '#http/fast_reads'
import { showFeed } from '#queries/feeds/show_feed'
import { feedValidator } from '#validators/feeds'

export default class FeedsController {
  json = fastRead({ query: feedValidator }, ({ query }, viewer) => showFeed('json', query, viewer))

  atom = fastRead({ query: feedValidator }, ({ query }, viewer) => showFeed('atom', query, viewer))

  rss = fastRead({ query: feedValidator }, ({ query }, viewer) => showFeed('rss', query, viewer))
}

import cache from '#cache/cache'
import { collectionsTag } from '#queries/collections/posts_of_collection'

export default class InvalidateCollections {
  changed() {
    return cache.invalidate(collectionsTag)
  }
}

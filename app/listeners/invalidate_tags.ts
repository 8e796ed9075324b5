import cache from '#cache/cache'
import { tagNamesTag, tagsTag } from '#queries/tags/known_slugs'

export default class InvalidateTags {
  counted() {
    return cache.invalidate(tagsTag)
  }

  changed() {
    return cache.invalidate(tagsTag, tagNamesTag)
  }
}

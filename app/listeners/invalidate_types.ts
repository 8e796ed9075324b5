import cache from '#cache/cache'
import { typesTag } from '#queries/types/known_types'

export default class InvalidateTypes {
  changed() {
    return cache.invalidate(typesTag)
  }
}

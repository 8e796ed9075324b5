import app from '@adonisjs/core/services/app'
import { TaggedCache } from '#cache/tagged_cache'

let opened: TaggedCache | undefined

const open = async () => (opened ??= await app.container.make(TaggedCache))

const cache: Pick<TaggedCache, 'open' | 'remember' | 'keeps' | 'invalidate' | 'isReady'> = {
  async open() {
    await open()
  },

  remember(key, options, produce) {
    if (opened) return opened.remember(key, options, produce)
    return open().then((made) => made.remember(key, options, produce))
  },

  keeps(value) {
    return opened?.keeps(value) ?? false
  },

  invalidate(...tags) {
    if (opened) return opened.invalidate(...tags)
    return open().then((made) => made.invalidate(...tags))
  },

  get isReady() {
    return opened?.isReady ?? false
  },
}

export default cache

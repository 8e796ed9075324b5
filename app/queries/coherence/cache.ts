import app from '@adonisjs/core/services/app'
import { CoherentCache } from '#support/coherent_cache'

let opened: CoherentCache | undefined

/** The coherent cache of this process, opened when it is first asked for. */
const open = async () => (opened ??= await app.container.make(CoherentCache))

const cache: Pick<CoherentCache, 'open' | 'remember' | 'keeps' | 'drop' | 'isCoherent'> = {
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

  drop(...subjects) {
    if (opened) return opened.drop(...subjects)
    return open().then((made) => made.drop(...subjects))
  },

  get isCoherent() {
    return opened?.isCoherent ?? false
  },
}

export default cache

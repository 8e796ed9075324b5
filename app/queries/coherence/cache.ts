import app from '@adonisjs/core/services/app'
import { CoherentCache } from '#support/coherent_cache'

let opened: CoherentCache | undefined

/** The coherent cache of this process, opened when it is first asked for. */
const open = async () => (opened ??= await app.container.make(CoherentCache))

const cache: Pick<CoherentCache, 'open' | 'remember' | 'keeps' | 'drop' | 'isCoherent'> = {
  async open() {
    await open()
  },

  async remember(key, options, produce) {
    return (opened ?? (await open())).remember(key, options, produce)
  },

  keeps(value) {
    return opened?.keeps(value) ?? false
  },

  async drop(...subjects) {
    await (await open()).drop(...subjects)
  },

  get isCoherent() {
    return opened?.isCoherent ?? false
  },
}

export default cache
